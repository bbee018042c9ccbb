import { ok, type Problem, type Result } from '@enginehouse/contracts';
import { switchSnapshot, type Switch } from '../domain/sync.decisions.js';
import type { Source } from '../domain/source.js';
import { throwIfEnded, type SyncScope } from './sync-parts.js';

/** Makes a snapshot the current one: the event is the switch, and everything before it can be thrown away. */
export async function switchTo(scope: SyncScope, data: Switch): Promise<Result<void, Problem>> {
  const { source, parts, header } = scope;
  scope.context.onProgress('switching', data.counts.entries, data.counts.entries);
  throwIfEnded(scope);
  await parts.at('before-switch', source.name);
  const decide = (state: Source) => switchSnapshot(state, source, data);
  const switched = await parts.commands.run({ name: source.name, decide }, header);
  if (!switched.ok) return switched;
  await parts.at('after-switch', source.name);
  return ok(undefined);
}

/** What a sync does after its switch, or where there is none to make; done again, it changes nothing. */
export async function afterSwitch({ source: { name }, parts, header }: SyncScope): Promise<void> {
  const { snapshots, commands, at, after, logger } = parts;
  const now = await commands.state(name);
  if (now.status !== 'live' || !now.snapshot) return;
  await at('before-trim', name);
  const { id } = now.snapshot;
  await snapshots.trim(name, now.previousSnapshot === null ? [id] : [id, now.previousSnapshot], now.basedOn);
  await at('after-trim', name);
  try {
    await after.synced(name, id, header);
  } catch (error) {
    // Told again after the next sync, and at the next start.
    logger.error({ err: error, source: name }, 'the entries of a source could not be told of its sync');
  }
}
