import type { DrainView } from '@enginehouse/contracts';
import { Moves } from '../domain/drain/moves.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import type { Worker } from '../domain/worker.js';

/** How far a drain is; null where there is none. */
export function drainView(state: SchedulerState, { name, drain }: Worker): DrainView | null {
  if (!drain) {
    return null;
  }
  const instances = drain.state === 'drained' ? [] : state.instancesOn(name);
  const moves = new Moves(state);
  const judged = instances.map((instance) => ({ instance: instance.id, ...moves.of(instance) }));
  const held = (which: (kind: string) => boolean) =>
    judged.filter(({ kind }) => which(kind)).map(({ instance, reason }) => ({ instance, reason }));
  const stuck = held((kind) => kind === 'stuck');
  const moving = held((kind) => kind !== 'stuck');
  const { force, deadlineSeconds, startedAt, startedBy, why, endedAt } = drain;
  const total = Math.max(drain.instances.length, instances.length);
  return {
    state: drain.state === 'draining' && stuck.length > 0 && moving.length === 0 ? 'stuck' : drain.state,
    force,
    deadlineSeconds,
    startedAt,
    startedBy,
    why,
    endedAt,
    total,
    moved: total - instances.length,
    left: instances.length,
    moving,
    stuck,
  };
}

/** The drain in a few words, for the reason of its worker. */
export function drainText({ state, moved, total, stuck }: DrainView): string {
  switch (state) {
    case 'drained':
      return 'drained: nothing runs here, and it takes no new instances';
    case 'stuck':
      return `drained as far as possible: ${stuck.length} of ${total} find no place elsewhere`;
    case 'draining':
      return `being drained: ${moved} of ${total} moved`;
  }
}
