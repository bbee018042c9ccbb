import { marketplace, syncReport, type SyncReport } from '@enginehouse/contracts';
import { path } from '../../../command.js';
import { pathText } from '../../../output/problem-text.js';
import { oneLine } from '../../../output/safe-text.js';
import type { Session } from '../../../session.js';
import { readSources } from '../source/read-source.js';

const mostSources = 5;
const syncsLookedAt = 50;

/** The sync that found what a source offers now, for each source of which it rejected something; none where nobody says. */
export async function rejectingSyncs(session: Session, only: string | undefined): Promise<readonly SyncReport[]> {
  const { items } = await readSources(session).catch(() => ({ items: [] }));
  const wanted = items.filter(({ name, snapshot }) => (only ?? name) === name && (snapshot?.rejected ?? 0) > 0);
  const found = await Promise.all(
    wanted.slice(0, mostSources).map(({ name }) => findingOf(session, name).catch(() => undefined)),
  );
  return found.filter((report) => report !== undefined);
}

async function findingOf(session: Session, source: string): Promise<SyncReport | undefined> {
  const query = { limit: syncsLookedAt };
  const address = path`/v1/marketplace/sources/${source}/syncs`;
  const { value } = await session.api.typed(marketplace.listRuns.output, 'GET', address, { query });
  // Later ones may have failed, or found nothing new and so counted nothing.
  const run = value.items.find(({ state }) => state === 'succeeded');
  return run && (await session.api.typed(syncReport, 'GET', path`/v1/marketplace/syncs/${run.id}`)).value;
}

/** Why an entry of that name was rejected, where it was. */
export function rejectionOf({ rejected }: SyncReport, name: string): string | undefined {
  const entry = rejected.find((each) => each.name?.toLowerCase() === name.toLowerCase());
  const [error] = entry?.errors ?? [];
  return error && oneLine(`${pathText(error.path)} ${error.detail}`).replace(/\.$/, '');
}
