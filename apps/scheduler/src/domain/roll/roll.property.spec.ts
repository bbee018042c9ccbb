import * as fc from 'fast-check';
import { overcommitOf } from '@enginehouse/placement';
import { describe, expect, it } from 'vitest';
import { cudaDefinition, gpu, pinOf, reportOf } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { deleteInstance, startDeployment, stopDeployment, type Decided } from '../deployment.decisions.js';
import { instanceStream, type Decision } from '../events.js';
import { placementOf, type Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import { reportWorker, workerLeaves } from '../worker.decisions.js';
import { cancelRoll, startRoll } from './roll.decisions.js';
import { rollWaits } from './roll-waits.js';
import { isMoving, isRetiring } from './sides.js';

type Step = (state: SchedulerState) => readonly Decision[];
const allowed = (decided: Decided) => (decided.ok ? decided.value : []);
const workers = ['w1', 'w2'] as const;
const gpus = (count: number) => ({ devices: Array.from({ length: count }, (_, index) => gpu(index)) });

const rollTo = fc
  .record({
    revision: fc.integer({ min: 8, max: 30 }),
    mode: fc.constantFrom(undefined, 'surge' as const, 'in-place' as const),
  })
  .map(({ revision, mode }): Step => (state) => {
    const definition = { ...cudaDefinition(), default_run_command: `serve --port {{port}} --revision ${revision}` };
    const pin = { ...pinOf(definition), revision };
    const question = { name: 'demo', pin, current: { ...pin, revision: 30 }, grants: [] };
    return allowed(startRoll(state, { ...question, wish: mode ? { to: revision, mode } : { to: revision } }));
  });

const ready = ({ id }: Instance): Decision => ({
  streamId: instanceStream(id),
  type: 'InstanceReady',
  data: { url: `http://10.0.0.1/${id}`, port: 1 },
});
const removed = ({ id }: Instance): Decision => ({
  streamId: instanceStream(id),
  type: 'ContainerRemoved',
  data: { containerId: null },
});

/** What workers do in the end: start what is placed, and take down what is to stop. */
const workersGoOn: Step = (state) =>
  state.liveInstances().flatMap((each) => {
    if (each.state === 'placed') return [ready(each)];
    return each.state === 'stopping' && placementOf(each) ? [removed(each)] : [];
  });
const timePasses: Step = (state) => rollWaits(state, 'demo', 1000).flatMap(({ decide }) => decide(state));

/** Something that befalls one instance. */
const mishap = fc
  .record({ pick: fc.nat(), kind: fc.constantFrom('fail' as const, 'delete' as const) })
  .map(({ pick, kind }): Step => (state) => {
    const instances = state.liveInstances();
    const instance = instances[pick % Math.max(instances.length, 1)];
    if (!instance) return [];
    if (kind === 'delete') return allowed(deleteInstance(state, { id: instance.id, actor: 'user:ada' }));
    const data = { code: 'x', detail: 'x', exitCode: 1, oomKilled: false, lastLogLines: [] };
    return placementOf(instance) ? [{ streamId: instanceStream(instance.id), type: 'InstanceFailed', data }] : [];
  });

const other = fc.constantFrom<Step>(
  (state) => allowed(cancelRoll(state, { name: 'demo', actor: 'user:ada' })),
  (state) => allowed(stopDeployment(state, { name: 'demo' })),
  (state) => allowed(startDeployment(state, { name: 'demo' })),
  (state) => workerLeaves(state, 'w2', 'gone'),
  (state) => allowed(reportWorker(state, reportOf('w2', gpus(2)))),
);

const situation = fc.record({
  replicas: fc.integer({ min: 1, max: 3 }),
  devices: fc.integer({ min: 1, max: 4 }),
  steps: fc.array(
    fc.tuple(
      fc.oneof(
        { weight: 5, arbitrary: rollTo },
        { weight: 8, arbitrary: fc.constant(workersGoOn) },
        { weight: 5, arbitrary: fc.constant(timePasses) },
        { weight: 2, arbitrary: mishap },
        other,
      ),
      // Sometimes the process dies between a decision and what follows from it.
      fc.boolean(),
    ),
    { maxLength: 40 },
  ),
});

function begun(log: TestLog, { replicas, devices }: { readonly replicas: number; readonly devices: number }): TestLog {
  log.worker('w1', gpus(devices)).deployment({ replicas }, cudaDefinition());
  return log.settle(workersGoOn(log.state));
}

const demo = ({ state }: TestLog) => {
  const deployment = state.deployment('demo');
  if (!deployment || deployment.state === 'deleted') throw new Error('there is no demo');
  return deployment;
};
const overcommits = (state: SchedulerState) =>
  workers.flatMap((name) => {
    const report = state.worker(name)?.report;
    return report ? overcommitOf(report, state.ledger.usageOf(name)) : [];
  });
const current = (log: TestLog) => log.state.instancesOf('demo').filter((each) => each.state !== 'stopping');
const serving = (log: TestLog) =>
  current(log).filter((each) => each.state === 'ready' && !isRetiring(demo(log), each)).length;

describe('rolls in any order with failures, losses and cancellations', () => {
  it('claim at no prefix of the log more than the workers have, and have one replica too many at most', () => {
    fc.assert(
      fc.property(situation, ({ steps, ...start }) => {
        const log = begun(new TestLog((state) => expect(overcommits(state)).toEqual([])), start);
        for (const [step, completed] of steps) {
          const decisions = step(log.state);
          if (completed) log.settle(decisions);
          else log.append(decisions);
          log.settle();
          expect(current(log).length).toBeLessThanOrEqual(start.replicas + 1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('come to their end, with all replicas of the definition that the deployment is pinned to', () => {
    fc.assert(
      fc.property(situation, ({ steps, ...start }) => {
        const log = begun(new TestLog(), { ...start, devices: start.replicas + 1 });
        steps.forEach(([step]) => log.settle(step(log.state)));
        log.settle(allowed(startDeployment(log.state, { name: 'demo' })));
        const failed = log.state.liveInstances().filter(({ state }) => state === 'failed');
        failed.forEach(({ id }) => log.settle(allowed(deleteInstance(log.state, { id, actor: 'user:ada' }))));
        for (let turn = 0; turn < 40; turn += 1) log.settle(workersGoOn(log.state)).settle(timePasses(log.state));
        const deployment = demo(log);
        expect(isMoving(log.state, deployment)).toBe(false);
        expect(current(log).map((each) => [each.state, placementOf(each)?.revision])).toEqual(
          Array.from({ length: start.replicas }, () => ['ready', deployment.pin.revision]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('by surge leave as many serving as before at every moment, where nothing fails', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 30 }), (replicas, turns) => {
        const log = begun(new TestLog(), { replicas, devices: replicas + 1 });
        const definition = { ...cudaDefinition(), default_run_command: 'serve --port {{port}} --fast' };
        const pin = { ...pinOf(definition), revision: 9 };
        log.settle(allowed(startRoll(log.state, { name: 'demo', wish: {}, pin, current: pin, grants: [] })));
        expect(demo(log).roll?.mode).toBe('surge');
        for (const [index, time] of turns.entries()) {
          const cancelled = index === 12 ? allowed(cancelRoll(log.state, { name: 'demo', actor: 'user:ada' })) : [];
          log.settle(cancelled).settle((time ? timePassesForRetiring : workersGoOn)(log.state));
          expect(serving(log)).toBeGreaterThanOrEqual(replicas);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Nobody's deadline is over, only the time for requests under way. */
const timePassesForRetiring: Step = (state) =>
  rollWaits(state, 'demo', 1000).flatMap(({ key, decide }) => (key.startsWith('retire ') ? decide(state) : []));
