import { entryPage, type EntrySummary } from '@enginehouse/contracts';
import type { Session } from '../../../session.js';

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
    const query = { ...filter, cursor, limit: pageSize };
    const { value } = await session.api.typed(entryPage, 'GET', '/v1/marketplace/entries', { query });
    items.push(...value.items);
    cursor = value.nextCursor;
  } while (cursor !== undefined);
  return items;
}
