import { syncPhase, type SyncRun } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import type { SyncQueue } from '../../ports.js';

const patienceMs = 1500;
const order = syncPhase.options;

/** A run with how far it is by now: the queue knows that better than what is written down of it. */
export async function withProgress<R extends SyncRun>(queue: SyncQueue, run: R): Promise<R> {
  if (run.state !== 'running') return run;
  const now = await withDeadline({ afterMs: patienceMs }, () => queue.progress(run.id)).catch(() => null);
  if (!now || order.indexOf(now.phase) < order.indexOf(run.phase)) return run;
  return { ...run, phase: now.phase, progress: { done: now.done, total: now.total } };
}
