import { entryUpdate, type EntryUpdate, type MergeDecision } from '@enginehouse/contracts';
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

/** What it would do with these decisions. What becomes of a conflict depends on more than the side that is taken. */
export async function readPlan(
  session: Session,
  { source, name }: EntryPlace,
  decisions: readonly MergeDecision[],
): Promise<EntryUpdate> {
  const address = path`/v1/marketplace/entries/${source}/${name}/update/plan`;
  const { value } = await session.api.typed(entryUpdate, 'POST', address, { body: { decisions } });
  return value;
}
