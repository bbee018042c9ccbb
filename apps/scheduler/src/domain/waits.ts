import { drainDeadline, retirementFromDrain } from './drain/drain-waits.js';
import { deploymentStream, instanceStream, subjectOf, workerStream } from './events.js';
import { rollWaits } from './roll/roll-waits.js';
import type { Change, SchedulerState } from './scheduler-state.js';
import type { Wait } from './wait.js';

/** What a stream's subject waits for: a deployment in its roll, a worker in its drain, an instance that makes way. */
export function waitsOf(state: SchedulerState, streamId: string, drainMs: number): readonly Wait[] {
  const subject = subjectOf(streamId);
  switch (streamId) {
    case deploymentStream(subject):
      return rollWaits(state, subject, drainMs);
    case workerStream(subject):
      return drainDeadline(state, subject);
    case instanceStream(subject):
      return retirementFromDrain(state, subject, drainMs);
    default:
      return [];
  }
}

/** The streams whose subjects may wait for something. */
export const waitingStreams = (state: SchedulerState): readonly string[] => [
  ...state.activeDeployments().map(({ name }) => deploymentStream(name)),
  ...state.workers().map(({ name }) => workerStream(name)),
  ...state.liveInstances().map(({ id }) => instanceStream(id)),
];

/** The streams whose subjects may wait for something else after a change: what an instance does is its roll's too. */
export const touchedStreams = ({ event, after }: Change): readonly string[] =>
  after ? [event.streamId, deploymentStream(after.deployment)] : [event.streamId];
