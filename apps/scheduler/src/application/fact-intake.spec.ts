import { InMemoryEventStore } from '@enginehouse/event-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { created, joined } from '../testing/given.js';
import { DecisionLog } from './decision-log.js';
import { FactIntake } from './fact-intake.js';

const subject = 'runtime.w1.demo-1.InstanceReady';
const fact = {
  id: '0191D3A0-0000-7000-8000-00000000000A',
  worker: 'w1',
  instance: 'demo-1',
  generation: 1,
  at: '2025-01-01T00:00:00Z',
  type: 'InstanceReady',
  data: { url: 'http://10.0.0.1:40000', port: 40_000 },
};

describe("the intake of workers' facts", () => {
  let store: InMemoryEventStore;
  let log: DecisionLog;
  let intake: FactIntake;
  beforeEach(async () => {
    store = new InMemoryEventStore();
    log = new DecisionLog(store, () => {});
    await log.open();
    await joined(log, 'w1');
    await created(log);
    intake = new FactIntake(log);
  });
  afterEach(() => log.close());

  it('records a fact under its own id, said by the worker, caused by the placement', async () => {
    expect(await intake.take(fact, subject)).toEqual({ ok: true, value: { kind: 'recorded' } });
    const [placed, ready] = (await store.readStream('instance:demo-1')).slice(-2);
    expect(ready).toMatchObject({
      id: fact.id.toLowerCase(),
      type: 'InstanceReady',
      meta: { actor: 'worker:w1', causationId: placed?.id, correlationId: placed?.meta.correlationId },
    });
  });

  it('records it once, also when something else came in between', async () => {
    await intake.take(fact, subject);
    const later = { ...fact, id: crypto.randomUUID(), type: 'InstanceUnhealthy', data: { answer: '500', failures: 3 } };
    await intake.take(later, 'runtime.w1.demo-1.InstanceUnhealthy');
    expect(await intake.take(fact, subject)).toMatchObject({ ok: true });
    expect(log.state.instance('demo-1')?.state).toBe('unhealthy');
    expect(await intake.take({ ...fact, data: { url: 'http://other', port: 1 } }, subject)).toMatchObject({
      value: { kind: 'malformed' },
    });
  });

  it.each([
    ['is no fact', { hello: 'world' }, subject],
    ['says it is from another worker than its subject', { ...fact, worker: 'w2' }, subject],
    ['is about another instance than its subject', fact, 'runtime.w1.other-1.InstanceReady'],
    ['has other data than its type', { ...fact, data: { url: 7 } }, subject],
  ])('refuses for good what %s', async (_, payload, on) => {
    expect(await intake.take(payload, on)).toMatchObject({ ok: true, value: { kind: 'malformed' } });
  });

  it('counts what it drops', async () => {
    await intake.take({ ...fact, generation: 9 }, subject);
    expect([...intake.dropped]).toEqual([['stale-generation', 1]]);
  });
});
