import type { ListedEntry } from './listed-entry.js';

/** A part of a list, in the order of names. */
export interface EntrySlice {
  readonly items: readonly ListedEntry[];
  /** Leads to the next part, where there is one. */
  readonly nextCursor: string | undefined;
  readonly total: number;
}

/** The entries behind a cursor; null where it is none of ours. A page stays right while entries come and go. */
export function sliceOf(entries: readonly ListedEntry[], limit: number, cursor: string | undefined): EntrySlice | null {
  const after = cursor === undefined ? '' : keyOfCursor(cursor);
  if (after === null) return null;
  const keyed = entries.map((entry) => ({ key: keyOf(entry), entry })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const rest = keyed.filter(({ key }) => key > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = last && rest.length > limit ? cursorOf(last.key) : undefined;
  return { items: page.map(({ entry }) => entry), nextCursor, total: entries.length };
}

const version = 'e1:';

/** Neither names nor sources hold a space. */
const keyOf = ({ source, card }: ListedEntry): string => `${card.name.toLowerCase()} ${source}`;

const cursorOf = (key: string): string => Buffer.from(`${version}${key}`, 'utf8').toString('base64url');

function keyOfCursor(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith(version) && text.length > version.length ? text.slice(version.length) : null;
}
