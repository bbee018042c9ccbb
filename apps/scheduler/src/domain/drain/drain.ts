import type { Logged } from '../events.js';

/** A worker being emptied, or emptied. */
export interface Drain {
  /** Counts the drains of the worker, from 1. */
  readonly number: number;
  readonly state: 'draining' | 'drained';
  /** What finds no place elsewhere is stopped: as wished, or since the deadline is over. */
  readonly force: boolean;
  readonly deadlineSeconds: number | null;
  /** What was there when it began. */
  readonly instances: readonly string[];
  readonly startedAt: string;
  readonly startedBy: string;
  readonly why: string | null;
  readonly endedAt: string | null;
}

export const drainStarted = ({ data, recordedAt, meta }: Logged<'WorkerDrainStarted'>): Drain => ({
  number: data.drain,
  state: 'draining',
  force: data.force,
  deadlineSeconds: data.deadlineSeconds,
  instances: data.instances,
  startedAt: recordedAt,
  startedBy: meta.actor,
  why: meta.reason ?? null,
  endedAt: null,
});

export const drainOverdue = (before: Drain | null): Drain | null => before && { ...before, force: true };

export const drainEnded = (before: Drain | null, { recordedAt }: Pick<Logged, 'recordedAt'>): Drain | null =>
  before && { ...before, state: 'drained', endedAt: recordedAt };
