import { closest } from '@enginehouse/backend-spec';
import type { Problem } from '@enginehouse/contracts';
import { entryRefusals } from '../domain/entry-refusals.js';
import { sourceRefusals } from '../domain/source-refusals.js';
import type { Snapshots } from '../ports.js';

/** Says that there is no source of a name, and which one was likely meant. */
export const sourceNotFound = (name: string, sources: readonly { readonly name: string }[]): Problem =>
  sourceRefusals.notFound(name, closest(name, namesOf(sources)));

/** Says that a source has no entry of a name, and which one was likely meant. */
export async function entryNotFound(
  snapshots: Snapshots,
  snapshot: string,
  { source, name }: { readonly source: string; readonly name: string },
): Promise<Problem> {
  return entryRefusals.notFound(source, name, closest(name, namesOf(await snapshots.entries(snapshot))));
}

const namesOf = (all: readonly { readonly name: string }[]): readonly string[] => all.map(({ name }) => name);
