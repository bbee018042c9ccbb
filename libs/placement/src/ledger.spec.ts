import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.js';
import { overcommitOf } from './overcommit.js';
import { place, Placer } from './place.js';
import type { WorkerSnapshot } from './placement-ask.js';
import { ask, gpu, holdGpu, holdMemory, option, report, worker } from './spec-builders.js';

describe('the ledger', () => {
  it('adds up what is held on a worker and gives it back', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, 4096, 'a-1');
    holdGpu(ledger, 'w1', 0, 8192, 'b-1');
    holdMemory(ledger, 'w1', 512, 'c-1');
    expect(ledger.usageOf('w1').devices.get('GPU-0')).toEqual({ claimedMib: 12_288, instances: ['a-1', 'b-1'] });
    ledger.release('a-1');
    ledger.release('a-1');
    expect(ledger.usageOf('w1').devices.get('GPU-0')).toEqual({ claimedMib: 8192, instances: ['b-1'] });
    expect(ledger.reservationsOn('w1').map((each) => each.instance)).toEqual(['b-1', 'c-1']);
  });

  it('moves the claim of an instance that is placed again', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w1', 512, 'a-1');
    holdMemory(ledger, 'w2', 256, 'a-1');
    expect([ledger.usageOf('w1').memoryMib, ledger.usageOf('w2').memoryMib]).toEqual([0, 256]);
  });

  it('keeps no crumbs of fractional CPUs', () => {
    const ledger = new Ledger();
    const claim = { gpus: [], memoryMib: 0, cpus: 0.1 };
    ['a', 'b', 'c'].forEach((instance) => ledger.hold({ instance, deployment: 'd', worker: 'w1', claim }));
    expect(ledger.usageOf('w1').cpus).toBe(0.3);
    ['a', 'b', 'c'].forEach((instance) => ledger.release(instance));
    expect(ledger.usageOf('w1').cpus).toBe(0);
  });

  it('leaves its original alone when a copy changes', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w1', 512, 'a-1');
    const copy = ledger.copy();
    copy.release('a-1');
    expect([ledger.usageOf('w1').memoryMib, copy.usageOf('w1').memoryMib]).toEqual([512, 0]);
  });

  it('reports what is claimed beyond the capacity', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, 30_000, 'a-1');
    holdMemory(ledger, 'w1', 30_000, 'b-1');
    expect(overcommitOf(report('w1', { devices: [gpu(0)] }), ledger.usageOf('w1'))).toEqual([
      'GPU GPU-0: 29.3 of 24.0 GiB claimed',
      'memory: 29.3 of 23.5 GiB claimed',
    ]);
  });
});

const workers: readonly WorkerSnapshot[] = [
  worker('w1', { devices: [gpu(0), gpu(1)], memoryMib: 8192 }),
  worker('w2', { devices: [gpu(0, { memoryMib: 16_384 })], memoryMib: 4096, cpus: 2 }),
  worker('w3', { memoryMib: 2048, cpus: 4 }),
];

const step = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    strategy: fc.constantFrom('spread' as const, 'binpack' as const),
    options: fc.constantFrom([option('cuda')], [option('cpu')], [option('cuda'), option('cpu')]),
    resources: fc.record(
      {
        gpus: fc.integer({ min: 0, max: 3 }),
        gpuMemoryMib: fc.integer({ min: 1, max: 20_000 }),
        memoryMib: fc.integer({ min: 1, max: 5000 }),
        cpus: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ kind: fc.constant('release' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('lose' as const), worker: fc.constantFrom('w1', 'w2', 'w3') }),
);

describe('placing, releasing and losing workers in any order', () => {
  it('never claims more than a worker has', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = new Ledger();
        const live: string[] = [];
        steps.forEach((each, index) => {
          if (each.kind === 'release') {
            ledger.release(live.splice(each.pick % Math.max(live.length, 1), 1)[0] ?? '');
          } else if (each.kind === 'lose') {
            ledger.reservationsOn(each.worker).forEach(({ instance }) => ledger.release(instance));
          } else {
            const { options, resources, strategy } = each;
            const wish = ask({ options, resources, placement: { strategy, workerLabels: {} } });
            const outcome = place(wish, workers, ledger);
            if (outcome.placed) {
              const instance = `i-${index}`;
              live.push(instance);
              ledger.hold({ instance, deployment: 'demo', worker: outcome.worker, claim: outcome.claim });
            }
          }
          workers.forEach(({ report: capacity }) => {
            expect(overcommitOf(capacity, ledger.usageOf(capacity.name))).toEqual([]);
          });
        });
      }),
    );
  });
});

describe('placing one replica after the other', () => {
  it('gives the same answers as looking at everything anew each time', () => {
    const wish = ask({ options: [option('cuda'), option('cpu')], resources: { gpuMemoryMib: 9000, memoryMib: 700 } });
    const placer = new Placer(wish, workers);
    const ledger = new Ledger();
    for (let index = 0; index < 20; index += 1) {
      const outcome = placer.place(ledger);
      expect(outcome).toEqual(place(wish, workers, ledger));
      if (outcome.placed) {
        ledger.hold({ instance: `i-${index}`, deployment: 'demo', worker: outcome.worker, claim: outcome.claim });
      }
    }
  });
});
