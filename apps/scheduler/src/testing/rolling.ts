import type { Problem, RollWish, RunnableDefinition } from '@enginehouse/contracts';
import type { Decided } from '../domain/deployment.decisions.js';
import type { ActiveDeployment } from '../domain/deployment.js';
import type { Decision } from '../domain/events.js';
import { placementOf } from '../domain/instance.js';
import { draftRoll, type RollQuestion } from '../domain/roll/roll-draft.js';
import { startRoll } from '../domain/roll/roll.decisions.js';
import { endRetirement } from '../domain/roll/roll-steps.js';
import { isRetiring } from '../domain/roll/sides.js';
import { cudaDefinition, definitionOf, gpu, pinOf } from './builders.js';
import { TestLog } from './test-log.js';

/** The same backend, changed: another image of version 1.0, and another command. */
export const changedDefinition = (more: Partial<RunnableDefinition> = {}): RunnableDefinition =>
  definitionOf({
    default_run_command: 'serve --port {{port}} --fast',
    versions: [{ name: '1.0', images: [{ framework: 'cpu', image_name: 'echo:1.0-b' }] }],
    ...more,
  });

interface Asked {
  readonly definition?: RunnableDefinition;
  readonly revision?: number;
  readonly current?: RunnableDefinition;
  readonly wish?: RollWish;
  readonly name?: string;
}

/** A roll of `demo` to revision 9, unless asked otherwise. */
export function rollQuestion(asked: Asked = {}): RollQuestion {
  const { definition = changedDefinition(), revision = 9, wish = {}, name = 'demo' } = asked;
  const pin = { ...pinOf(definition), revision };
  const current = { ...pinOf(asked.current ?? definition), revision: Math.max(revision, 9) };
  return { name, wish, pin, current, grants: [] };
}

export const draftOf = (log: TestLog, asked: Asked = {}) => {
  const draft = draftRoll(log.state, rollQuestion(asked));
  if (!draft.ok) throw new Error(draft.error.detail);
  return draft.value;
};

/** Starts the roll and settles. */
export function rolling(log: TestLog, asked: Asked = {}): TestLog {
  const started = startRoll(log.state, rollQuestion(asked));
  if (!started.ok) throw new Error(started.error.detail);
  return log.settle(started.value);
}

/** The time for the requests under way is over, and the container is gone. */
export const drained = (log: TestLog, instance: string): TestLog =>
  log.settle(endRetirement(log.state, instance)).fact(instance, 'ContainerRemoved', { containerId: null });

export function done(decided: Decided): readonly Decision[] {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value;
}

export function problem(decided: Decided): Problem {
  if (decided.ok) throw new Error('was not refused');
  return decided.error;
}

export function demo(log: TestLog): ActiveDeployment {
  const deployment = log.state.deployment('demo');
  if (!deployment || deployment.state === 'deleted') throw new Error('there is no demo');
  return deployment;
}

/** `demo-1 7 ready retiring`: the revision that each runs. */
export const revisions = (log: TestLog): readonly string[] =>
  log.state.instancesOf('demo').map((each) => {
    const retires = isRetiring(demo(log), each) ? ' retiring' : '';
    return `${each.id} ${placementOf(each)?.revision ?? '-'} ${each.state}${retires}`;
  });

/** `demo`, all of whose replicas are ready. */
export function serving(more: Parameters<TestLog['deployment']>[0] = {}): TestLog {
  const log = new TestLog().worker('w1').deployment(more);
  log.state.instancesOf('demo').forEach(({ id }) => log.ready(id));
  return log;
}

/** The same on a worker with so many GPUs, one for each replica. */
export function onGpus(count: number, replicas = 1): TestLog {
  const log = new TestLog().worker('w1', { devices: Array.from({ length: count }, (_, index) => gpu(index)) });
  log.deployment({ replicas }, cudaDefinition());
  log.state.instancesOf('demo').forEach(({ id }) => log.ready(id));
  return log;
}

/** What those may be rolled to. */
export const changedOnGpus = {
  definition: { ...cudaDefinition(), default_run_command: 'serve --port {{port}} --fast' },
} as const;
