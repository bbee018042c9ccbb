import type { entryFilter } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { ListedEntry } from './listed-entry.js';

/** Which entries to list. */
export type EntryFilter = Omit<z.output<typeof entryFilter>, 'limit' | 'cursor'>;

/** Whether an entry passes; what the filter leaves out lets everything pass. */
export function passes(entry: ListedEntry, filter: EntryFilter): boolean {
  const { card, enabled, updatable } = entry;
  return (
    is(filter.source, entry.source) &&
    is(filter.enabled, enabled !== undefined) &&
    is(filter.updatable, updatable) &&
    is(filter.deprecated, card.deprecated !== null) &&
    (filter.framework === undefined || card.frameworks.includes(filter.framework)) &&
    matches(entry, filter.search)
  );
}

const is = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;

function matches({ card }: ListedEntry, search = ''): boolean {
  const text = search.trim().toLowerCase();
  if (text === '') return true;
  const { name, description = '', maintainer = '', versions } = card;
  return [name, description, maintainer, ...versions].some((each) => each.toLowerCase().includes(text));
}
