import type { EntrySummary, SourceView } from '@enginehouse/contracts';

/** The frameworks to choose from: the known ones, those of the entries at hand, and the one that is chosen. */
export const frameworkOptions = (
  known: readonly string[],
  entries: readonly Pick<EntrySummary, 'frameworks'>[],
  current: string | undefined,
): readonly string[] => [
  ...new Set([...known, ...entries.flatMap(({ frameworks }) => frameworks), ...(current ? [current] : [])]),
];

/** The sources to choose from; the one that is chosen stays even where it is gone. */
export const sourceOptions = (
  sources: readonly Pick<SourceView, 'name'>[],
  current: string | undefined,
): readonly string[] => [...new Set([...sources.map(({ name }) => name), ...(current ? [current] : [])])];
