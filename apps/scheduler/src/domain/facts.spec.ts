import type { Observation, RuntimeFact } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { TestLog } from '../testing/test-log.js';
import { deleteDeployment } from './deployment.decisions.js';
import { judgeFact, lostFacts } from './facts.js';

const fact = (more: Partial<RuntimeFact> = {}): RuntimeFact => ({
  id: '0191d3a0-0000-7000-8000-000000000001',
  worker: 'w1',
  instance: 'demo-1',
  generation: 1,
  at: '2025-01-01T00:00:00Z',
  type: 'InstanceReady',
  data: { url: 'http://10.0.0.1:40000', port: 40_000 },
  ...more,
});

describe("a worker's fact", () => {
  const { state } = new TestLog().worker('w1').deployment();

  it('is accepted from the worker that holds the placement', () => {
    expect(judgeFact(state, fact())).toEqual({
      kind: 'accepted',
      decision: {
        streamId: 'instance:demo-1',
        type: 'InstanceReady',
        data: { url: 'http://10.0.0.1:40000', port: 40_000 },
      },
    });
  });

  it.each([
    ['of an instance that is not there', { instance: 'demo-9' }, 'unknown-instance'],
    ['of an earlier placement', { generation: 0 }, 'stale-generation'],
    ['of another worker', { worker: 'w2' }, 'foreign-worker'],
  ])('%s is dropped', (_, more, why) => {
    expect(judgeFact(state, fact(more))).toEqual({ kind: 'dropped', why });
  });

  it('that is not as declared is refused with the place', () => {
    expect(judgeFact(state, fact({ data: { url: 7 } }))).toMatchObject({
      kind: 'malformed',
      errors: [{ path: ['data', 'url'] }, { path: ['data', 'port'] }],
    });
  });
});

const seen = (more: Partial<Observation> = {}): Observation => ({
  instance: 'demo-1',
  generation: 1,
  phase: 'ready',
  url: 'http://10.0.0.1:40000',
  lastFactId: 'f9',
  ...more,
});
const twice = (log: TestLog, observed: readonly Observation[]) => {
  const first = lostFacts(log.state, 'w1', observed, new Map());
  expect(first.lost).toEqual([]);
  return lostFacts(log.state, 'w1', observed, first.suspects).lost.map(({ decision }) => decision.type);
};

describe('what a worker sees', () => {
  it('is believed at the second time where the log has heard nothing of it', () => {
    expect(twice(new TestLog().worker('w1').deployment(), [seen()])).toEqual(['InstanceReady']);
    expect(twice(new TestLog().worker('w1').deployment(), [seen({ phase: 'failed' })])).toEqual(['InstanceFailed']);
  });

  it('needs no correction where its last fact is in the log', () => {
    const log = new TestLog().worker('w1').deployment().ready('demo-1');
    expect(twice(log, [seen({ phase: 'unhealthy', lastFactId: log.events.at(-1)?.id ?? '' })])).toEqual([]);
  });

  it('is not made up for on the way to ready', () => {
    expect(twice(new TestLog().worker('w1').deployment(), [seen({ phase: 'pulling' })])).toEqual([]);
  });

  it('completes the end of an instance whose removal was never told', () => {
    const log = new TestLog().worker('w1').deployment();
    const deleted = deleteDeployment(log.state, { name: 'demo' });
    log.settle(deleted.ok ? deleted.value : []);
    expect(twice(log, [seen({ phase: 'stopping' })])).toEqual([]);
    expect(twice(log, [])).toEqual(['ContainerRemoved']);
  });
});
