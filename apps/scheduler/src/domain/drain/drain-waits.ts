import type { SchedulerState } from '../scheduler-state.js';
import type { Wait } from '../wait.js';
import { drainOverdue } from './drain.decisions.js';
import { endMakingWay } from './drain-steps.js';
import { makesWay } from './making-way.js';

/** The deadline that the drain of a worker may have. */
export function drainDeadline(state: SchedulerState, name: string): readonly Wait[] {
  const drain = state.worker(name)?.drain;
  if (drain?.state !== 'draining' || drain.deadlineSeconds === null || drain.overdue) {
    return [];
  }
  const question = { name, drain: drain.number };
  return [
    {
      key: `overdue ${drain.number}`,
      afterMs: drain.deadlineSeconds * 1000,
      decide: (now) => drainOverdue(now, question),
    },
  ];
}

/** The time that an instance which was replaced has for the requests under way. */
export function retirementFromDrain(state: SchedulerState, id: string, drainMs: number): readonly Wait[] {
  const instance = state.instance(id);
  return instance && instance.state !== 'deleted' && makesWay(instance)
    ? [
        {
          key: `retire ${id}`,
          afterMs: drainMs,
          afterRoutesOf: instance.deployment,
          decide: (now) => endMakingWay(now, id),
        },
      ]
    : [];
}
