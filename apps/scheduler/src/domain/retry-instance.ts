import { err, ok, problemOf, type InstanceState } from '@enginehouse/contracts';
import type { Decided } from './deployment.decisions.js';
import { instanceStream } from './events.js';
import { noInstance } from './refusals.js';
import type { SchedulerState } from './scheduler-state.js';

/** Another try for an instance that has failed: its placement is given up, and it is placed anew. */
export function retryInstance(state: SchedulerState, { id }: { readonly id: string }): Decided {
  const instance = state.instance(id);
  if (!instance || instance.state === 'deleted') {
    return noInstance(id);
  }
  if (instance.state !== 'failed') {
    const detail = `Instance ${id} is ${instance.state}; only one that has failed is retried.`;
    return err(problemOf('instance-not-failed', detail, { hint: hintFor(instance.state, id) }));
  }
  const { generation, worker } = instance.placement;
  return ok([{ streamId: instanceStream(id), type: 'InstanceRetried', data: { generation, worker } }]);
}

const serving: readonly InstanceState[] = ['ready', 'unhealthy'];

function hintFor(state: InstanceState, id: string): string {
  if (serving.includes(state)) {
    return 'To have a fresh one, delete it: its deployment makes another.';
  }
  return state === 'stopping'
    ? 'It is on its way out; while its deployment runs, another is made.'
    : `It goes on by itself; what it waits for says: enginehouse instance explain ${id}`;
}
