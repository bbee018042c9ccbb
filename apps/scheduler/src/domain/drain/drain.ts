import type { Logged } from '../events.js';

/** A worker being emptied, or emptied. */
export interface Drain {
  /** Counts the drains of the worker, from 1. */
  readonly number: number;
  readonly state: 'draining' | 'drained';
  /** What finds no place elsewhere is stopped. */
  readonly force: boolean;
  /** The deadline is over: whatever is still there is stopped. */
  readonly overdue: boolean;
  readonly deadlineSeconds: number | null;
  /** What was there when it began. */
  readonly instances: readonly string[];
  readonly startedAt: string;
  readonly startedBy: string;
  readonly why: string | null;
  readonly endedAt: string | null;
}

/** A worker as far as drains change it. */
export interface Drainable {
  /** Its last drain; null where it was opened, or left, since. */
  readonly drain: Drain | null;
  /** How many there were. */
  readonly drains: number;
}

type DrainEvent = Logged<'WorkerDrainStarted' | 'WorkerDrainOverdue' | 'WorkerDrained'>;

export const isDrainEvent = (event: Logged): event is DrainEvent =>
  event.type === 'WorkerDrainStarted' || event.type === 'WorkerDrainOverdue' || event.type === 'WorkerDrained';

/** The drain of a worker after an event of it. */
export function drainAfter({ drain, drains }: Drainable, event: DrainEvent): Drainable {
  switch (event.type) {
    case 'WorkerDrainStarted':
      return { drain: started(event), drains: event.data.drain };
    case 'WorkerDrainOverdue':
      return { drain: drain && { ...drain, overdue: true }, drains };
    case 'WorkerDrained':
      return { drain: drain && { ...drain, state: 'drained', endedAt: event.recordedAt }, drains };
  }
}

const started = ({ data, recordedAt, meta }: Logged<'WorkerDrainStarted'>): Drain => ({
  number: data.drain,
  state: 'draining',
  force: data.force,
  overdue: false,
  deadlineSeconds: data.deadlineSeconds,
  instances: data.instances,
  startedAt: recordedAt,
  startedBy: meta.actor,
  why: meta.reason ?? null,
  endedAt: null,
});
