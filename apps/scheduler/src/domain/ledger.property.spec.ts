import * as fc from 'fast-check';
import { overcommitOf } from '@enginehouse/placement';
import { describe, expect, it } from 'vitest';
import { cudaDefinition, definitionOf, gpu, pinOf, reportOf, specOf } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import { assignmentsFor } from './assignments.js';
import {
  createDeployment,
  deleteDeployment,
  deleteInstance,
  scaleDeployment,
  startDeployment,
  stopDeployment,
} from './deployment.decisions.js';
import { endMakingWay } from './drain/drain-steps.js';
import { drainOverdue, drainWorker } from './drain/drain.decisions.js';
import { makesWay, surplusOf } from './drain/making-way.js';
import type { Decision } from './events.js';
import { instanceStream } from './events.js';
import { judgeLeases } from './leases.js';
import { cancelRoll, startRoll } from './roll/roll.decisions.js';
import { rollWaits } from './roll/roll-waits.js';
import { isMoving } from './roll/sides.js';
import type { SchedulerState } from './scheduler-state.js';
import { cordonWorker, reportWorker, workerLeaves } from './worker.decisions.js';

const names = ['a', 'b', 'c'] as const;
const workerNames = ['w1', 'w2', 'w3'] as const;
const mixed = definitionOf({
  versions: [
    { name: '2.0', images: [{ framework: 'cuda', image_name: 'e:2-cuda' }] },
    { name: '1.0', images: [{ framework: 'cpu', image_name: 'e:1-cpu' }] },
  ],
});

type Step = (state: SchedulerState) => readonly Decision[];

const allowed = (decided: ReturnType<typeof scaleDeployment>) => (decided.ok ? decided.value : []);
const name = fc.constantFrom(...names);
const worker = fc.constantFrom(...workerNames);

const report = fc
  .record({
    worker,
    gpus: fc.subarray([0, 1, 2]),
    memoryMib: fc.constantFrom(2048, 6000, 16_384),
    cpus: fc.constantFrom(1, 8),
  })
  .map(
    ({ worker: on, gpus, memoryMib, cpus }): Step =>
      (state) =>
        allowed(reportWorker(state, reportOf(on, { devices: gpus.map((index) => gpu(index)), memoryMib, cpus }))),
  );

const create = fc
  .record({
    name,
    replicas: fc.integer({ min: 0, max: 4 }),
    definition: fc.constantFrom(definitionOf(), cudaDefinition(), mixed),
    strategy: fc.constantFrom('spread' as const, 'binpack' as const),
    resources: fc.record(
      {
        gpuMemoryMib: fc.integer({ min: 1, max: 24_576 }),
        memoryMib: fc.integer({ min: 1, max: 4096 }),
        cpus: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ definition, strategy, ...wish }): Step => (state) => {
    const spec = specOf({ ...wish, placement: { strategy, workerLabels: {} } });
    return allowed(createDeployment(state, { spec, pin: pinOf(definition), grants: [] }));
  });

const scale = fc.record({ name, replicas: fc.integer({ min: 0, max: 6 }) }).map(
  (input): Step =>
    (state) =>
      allowed(scaleDeployment(state, input)),
);

const lifecycle = fc.tuple(name, fc.constantFrom(stopDeployment, startDeployment, deleteDeployment)).map(
  ([of, command]): Step =>
    (state) =>
      allowed(command(state, { name: of })),
);

const rollTo = fc
  .record({
    name,
    definition: fc.constantFrom(definitionOf(), cudaDefinition(), mixed),
    command: fc.constantFrom('serve --port {{port}}', 'serve --port {{port}} --fast'),
    revision: fc.integer({ min: 1, max: 20 }),
    mode: fc.constantFrom(undefined, 'surge' as const, 'in-place' as const),
  })
  .map(({ name: of, definition, command, revision, mode }): Step => (state) => {
    const pin = { ...pinOf({ ...definition, default_run_command: command }), revision };
    const wish = { to: revision, ...(mode ? { mode } : {}) };
    return allowed(startRoll(state, { name: of, wish, pin, current: { ...pin, revision: 20 }, grants: [] }));
  });

const cancel = name.map(
  (of): Step =>
    (state) =>
      allowed(cancelRoll(state, { name: of, actor: 'user:ada' })),
);

/** A deadline or the time of a retiring instance is over. */
const timePasses = fc.record({ name, pick: fc.nat() }).map(({ name: of, pick }): Step => (state) => {
  const waits = rollWaits(state, of, 1000);
  return waits[pick % Math.max(waits.length, 1)]?.decide(state) ?? [];
});

const cordon = fc.record({ name: worker, cordoned: fc.boolean() }).map(
  (input): Step =>
    (state) =>
      allowed(cordonWorker(state, input)),
);

const drain = fc.record({ name: worker, force: fc.boolean(), deadlineSeconds: fc.constantFrom(undefined, 60) }).map(
  ({ name: of, ...wish }): Step =>
    (state) =>
      allowed(drainWorker(state, { name: of, wish })),
);

/** Who was replaced has had its time, or a drain its deadline. */
const drainTimePasses = fc.record({ name: worker, pick: fc.nat() }).map(({ name: of, pick }): Step => (state) => {
  const replaced = state.liveInstances().filter(makesWay);
  const instance = replaced[pick % Math.max(replaced.length, 1)];
  return instance
    ? endMakingWay(state, instance.id)
    : drainOverdue(state, { name: of, drain: state.worker(of)?.drain?.number ?? 0 });
});

const leave = worker.map(
  (of): Step =>
    (state) =>
      workerLeaves(state, of, 'gone'),
);

/** Two judgements: the first makes it suspect, the next one finds the grace over. */
const silence = worker.map(
  (of): Step =>
    (state) =>
      judgeLeases(state, new Map([[of, 0]]), 400_000, { suspectAfterMs: 15_000, graceMs: 300_000 }).decisions,
);

const onInstance = fc
  .record({
    pick: fc.nat(),
    kind: fc.constantFrom('remove' as const, 'fail' as const, 'ready' as const, 'delete' as const),
  })
  .map(({ pick, kind }): Step => (state) => {
    const instances = state.liveInstances();
    const instance = instances[pick % Math.max(instances.length, 1)];
    if (!instance) {
      return [];
    }
    const streamId = instanceStream(instance.id);
    switch (kind) {
      case 'delete':
        return allowed(deleteInstance(state, { id: instance.id, actor: 'user:ada' }));
      case 'ready':
        return [{ streamId, type: 'InstanceReady', data: { url: 'http://10.0.0.1:1', port: 1 } }];
      case 'remove':
        return [{ streamId, type: 'ContainerRemoved', data: { containerId: null } }];
      case 'fail':
        return [
          {
            streamId,
            type: 'InstanceFailed',
            data: { code: 'x', detail: 'x', exitCode: 1, oomKilled: false, lastLogLines: [] },
          },
        ];
    }
  });

const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 3, arbitrary: report },
      { weight: 3, arbitrary: create },
      { weight: 3, arbitrary: scale },
      { weight: 6, arbitrary: onInstance },
      { weight: 3, arbitrary: rollTo },
      { weight: 2, arbitrary: timePasses },
      cancel,
      lifecycle,
      cordon,
      { weight: 3, arbitrary: drain },
      { weight: 3, arbitrary: drainTimePasses },
      leave,
      silence,
    ),
    // Sometimes the process dies between a command and what follows from it.
    fc.boolean(),
  ),
  { maxLength: 50 },
);

/** Must be empty at every prefix of the log. */
const overcommits = (state: SchedulerState) =>
  [...state.workers(), ...state.leftWorkers()].flatMap(({ name: of, report: capacity }) =>
    overcommitOf(capacity, state.ledger.usageOf(of)),
  );

describe('any sequence of commands, facts and losses', () => {
  it('claims at no prefix of the log more than the workers have', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const log = new TestLog((state) => expect(overcommits(state)).toEqual([]));
        for (const [step, completed] of sequence) {
          const decisions = step(log.state);
          if (completed) {
            log.settle(decisions);
          } else {
            log.append(decisions);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is folded to the same state again', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const log = new TestLog();
        sequence.forEach(([step]) => log.settle(step(log.state)));
        const again = new TestLog();
        again.append(log.events);
        expect(again.summary()).toEqual(log.summary());
        for (const of of workerNames) {
          expect(assignmentsFor(again.state, of, { installation: 'i' })).toEqual(
            assignmentsFor(log.state, of, { installation: 'i' }),
          );
          expect(again.state.ledger.usageOf(of)).toEqual(log.state.ledger.usageOf(of));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('comes to rest with as many instances as wished, and never more than one beside them in a roll or a drain', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const log = new TestLog();
        sequence.forEach(([step]) => log.settle(step(log.state)));
        for (const deployment of log.state.activeDeployments()) {
          const { name: of, spec, state } = deployment;
          const current = log.state.instancesOf(of).filter((each) => each.state !== 'stopping' && !makesWay(each));
          const surplus = surplusOf(log.state, current);
          const wanted = state === 'running' ? spec.replicas + surplus : 0;
          expect(surplus).toBeLessThanOrEqual(1);
          const [least, most] = isMoving(log.state, deployment) ? [0, wanted + 1] : [wanted, wanted];
          expect(current.length).toBeGreaterThanOrEqual(least);
          expect(current.length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 100 },
    );
  });
});
