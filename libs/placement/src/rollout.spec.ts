import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.js';
import type { PlacementAsk, WorkerSnapshot } from './placement-ask.js';
import { planRollout } from './rollout.js';
import { ask, gpu, holdGpu, option, worker } from './spec-builders.js';

const whole = 24_576;
const gpus = (count: number) => Array.from({ length: count }, (_, index) => gpu(index));
const cuda: Partial<PlacementAsk> = { options: [option('cuda', '2.0.0')] };

function rollout(workers: readonly WorkerSnapshot[], outgoing: readonly string[], ledger: Ledger) {
  const question = { ask: ask(cuda), workers, ledger, outgoing, replicas: outgoing.length };
  return { surge: planRollout(question, 'surge'), inPlace: planRollout(question, 'in-place') };
}

describe('replicas that are to be replaced', () => {
  it('go over by surge one after the other where there is room for a single new one', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, whole, 'a-1');
    holdGpu(ledger, 'w1', 1, whole, 'a-2');
    const { surge } = rollout([worker('w1', { devices: gpus(3) })], ['a-1', 'a-2'], ledger);
    if (!surge.possible) throw new Error(surge.explanation.text);
    expect(surge.steps.map(({ outgoing, claim }) => [outgoing, claim.gpus[0]?.index])).toEqual([
      ['a-1', 2],
      ['a-2', 0],
    ]);
  });

  it('go over in place where nothing is free but what they hold themselves', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, whole, 'a-1');
    holdGpu(ledger, 'w1', 1, whole, 'b-1');
    const { surge, inPlace } = rollout([worker('w1', { devices: gpus(2) })], ['a-1'], ledger);
    expect(surge).toMatchObject({ possible: false, replica: 1 });
    expect(inPlace).toMatchObject({ possible: true, steps: [{ outgoing: 'a-1', worker: 'w1' }] });
  });

  it('are told of the first that finds no place even then, and why', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, whole / 2, 'a-1');
    holdGpu(ledger, 'w1', 0, whole / 2, 'b-1');
    const { inPlace } = rollout([worker('w1', { devices: gpus(1) })], ['a-1'], ledger);
    expect(inPlace).toMatchObject({ possible: false, replica: 1 });
    expect(inPlace.possible ? '' : inPlace.explanation.text).toContain('b-1');
  });

  it('claim nothing by being thought about', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, whole, 'a-1');
    const before = ledger.usageOf('w1');
    rollout([worker('w1', { devices: gpus(2) })], ['a-1'], ledger);
    expect(ledger.usageOf('w1')).toBe(before);
  });
});
