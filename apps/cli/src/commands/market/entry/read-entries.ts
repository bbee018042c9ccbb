import { entryPage, type EntrySummary } from '@enginehouse/contracts';
import type { Session } from '../../../session.js';
import { withSuggestion } from '../source/read-source.js';

/** Which entries; what is left out lets everything pass. */
export interface EntryFilter {
  readonly search?: string;
  readonly framework?: string;
  readonly source?: string;
  readonly enabled?: boolean;
  readonly updatable?: boolean;
  readonly deprecated?: boolean;
}

const pageSize = 200;

/** All entries that pass, page by page. */
export async function readEntries(session: Session, filter: EntryFilter): Promise<readonly EntrySummary[]> {
  const items: EntrySummary[] = [];
  let cursor: string | undefined;
  do {
    const value = await page(session, { ...filter, cursor, limit: pageSize });
    items.push(...value.items);
    cursor = value.nextCursor;
  } while (cursor !== undefined);
  return items;
}

async function page(session: Session, query: EntryFilter & { cursor: string | undefined; limit: number }) {
  try {
    return (await session.api.typed(entryPage, 'GET', '/v1/marketplace/entries', { query: { ...query } })).value;
  } catch (error) {
    throw query.source === undefined ? error : await withSuggestion(session, query.source, error);
  }
}
