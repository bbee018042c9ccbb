import type { OfferedEntry } from '@enginehouse/contracts';
import type { KeptForm } from './kept-form.js';

/** What lists and searches need of an entry: all but what is long. */
export interface EntryCard {
  readonly name: string;
  readonly description: string | undefined;
  readonly frameworks: readonly string[];
  readonly versions: readonly string[];
  readonly defaultVersion: string | undefined;
  readonly maintainer: string | undefined;
  readonly licence: string | undefined;
  readonly hasIcon: boolean;
  /** Why its newest form was rejected. */
  readonly rejected: string | null;
  readonly deprecated: string | null;
  readonly contentHash: string;
}

/** The card of an entry. */
export function cardOf({
  name,
  definition,
  about,
  contentHash,
  kept,
}: OfferedEntry & { readonly kept?: KeptForm | null }): EntryCard {
  const { description, versions, default_version: defaultVersion, icon } = definition;
  return {
    name,
    description,
    frameworks: [...new Set(versions.flatMap(({ images }) => images.map(({ framework }) => framework)))],
    versions: versions.map((version) => version.name),
    defaultVersion,
    maintainer: about.maintainer,
    licence: about.licence,
    hasIcon: icon !== undefined,
    rejected: kept?.reason ?? null,
    deprecated: about.deprecated ?? null,
    contentHash,
  };
}
