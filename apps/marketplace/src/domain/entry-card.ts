import type { OfferedEntry } from '@enginehouse/contracts';

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
  readonly deprecated: string | null;
  readonly contentHash: string;
}

/** The card of an entry. */
export function cardOf({ name, definition, about, contentHash }: OfferedEntry): EntryCard {
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
    deprecated: about.deprecated ?? null,
    contentHash,
  };
}
