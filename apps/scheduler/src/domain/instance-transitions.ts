import type { InstanceEventType, InstanceState } from '@enginehouse/contracts';

type Row = Readonly<Partial<Record<InstanceEventType, InstanceState>>>;

/** From any state in which the worker is busy with the container: its facts decide. */
const onWorker: Row = {
  ImagePullStarted: 'pulling',
  ImagePulled: 'creating',
  ContainerCreated: 'creating',
  ContainerStarted: 'probing',
  ContainerAdopted: 'probing',
  ProbeAnswered: 'probing',
  InstanceReady: 'ready',
  InstanceUnhealthy: 'unhealthy',
  ContainerExited: 'backing-off',
  StartFailed: 'backing-off',
  InstanceFailed: 'failed',
  // Somebody else removed it; the worker makes it again.
  ContainerRemoved: 'placed',
  InstanceEvicted: 'queued',
  InstanceStopping: 'stopping',
};

const stillStopping: Row = {
  ImagePullStarted: 'stopping',
  ImagePulled: 'stopping',
  ContainerCreated: 'stopping',
  ContainerStarted: 'stopping',
  ContainerAdopted: 'stopping',
  ProbeAnswered: 'stopping',
  InstanceReady: 'stopping',
  InstanceUnhealthy: 'stopping',
  ContainerExited: 'stopping',
  StartFailed: 'stopping',
  InstanceFailed: 'stopping',
  ContainerRemoved: 'stopping',
  InstanceDeleted: 'deleted',
};

/**
 * Where an instance goes from each state, by event; an event that is not in a row means nothing there.
 *
 *   queued -> waiting -> placed -> pulling -> creating -> probing -> ready <-> unhealthy
 *                ^                    any of these: backing-off, failed; evicted, or failed and retried: queued again
 *   from everywhere: stopping -> deleted
 */
export const transitions: Readonly<Record<InstanceState, Row>> = {
  queued: { InstanceWaiting: 'waiting', InstancePlaced: 'placed', InstanceStopping: 'stopping' },
  waiting: { InstanceWaiting: 'waiting', InstancePlaced: 'placed', InstanceStopping: 'stopping' },
  placed: onWorker,
  pulling: onWorker,
  creating: onWorker,
  probing: onWorker,
  // A worker that restarts adopts what serves already, without a break.
  ready: { ...onWorker, ContainerAdopted: 'ready' },
  unhealthy: { ...onWorker, ContainerAdopted: 'unhealthy', ProbeAnswered: 'unhealthy' },
  'backing-off': { ...onWorker, ProbeAnswered: 'backing-off' },
  failed: {
    ...onWorker,
    InstanceRetried: 'queued',
    ProbeAnswered: 'failed',
    ContainerExited: 'failed',
    StartFailed: 'failed',
    ContainerRemoved: 'failed',
  },
  stopping: stillStopping,
  deleted: {},
};

/** The state after an event, or undefined where the event means nothing in this state. */
export const nextState = (from: InstanceState, type: InstanceEventType): InstanceState | undefined =>
  transitions[from][type];
