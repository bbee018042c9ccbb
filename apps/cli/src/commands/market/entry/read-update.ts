import { entryUpdate, type EntryUpdate } from '@enginehouse/contracts';
import { path } from '../../../command.js';
import type { Session } from '../../../session.js';
import type { EntryPlace } from './find-entry.js';

/** What updating an enabled entry would do. */
export async function readUpdate(
  session: Session,
  { source, name }: EntryPlace,
): Promise<{ readonly raw: unknown; readonly value: EntryUpdate }> {
  return session.api.typed(entryUpdate, 'GET', path`/v1/marketplace/entries/${source}/${name}/update`);
}
