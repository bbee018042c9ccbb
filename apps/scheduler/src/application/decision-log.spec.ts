import { ok, type Problem, type Result } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scaleDeployment } from '../domain/deployment.decisions.js';
import type { Logged } from '../domain/events.js';
import { FlakyStore } from '../testing/flaky-store.js';
import { aHeader, created, joined } from '../testing/given.js';
import { causedBy } from './cause.js';
import { DecisionLog } from './decision-log.js';

const types = (written: Result<readonly Logged[], Problem>) => {
  if (!written.ok) throw new Error(written.error.detail);
  return written.value.map(({ type }) => type);
};

describe('the decision log', () => {
  let store: FlakyStore;
  let problems: string[];
  let log: DecisionLog;
  beforeEach(async () => {
    store = new FlakyStore();
    problems = [];
    log = new DecisionLog(store, (_error, message) => problems.push(message));
    await log.open();
  });
  afterEach(() => log.close());

  const states = () => log.state.liveInstances().map(({ id, state }) => `${id} ${state}`);
  const logged = async () => (await store.readAll({ after: 0, limit: 100 })).map(({ type }) => type);
  const scale = (replicas: number, expectedRevision?: number) =>
    log.run(causedBy(aHeader()), (state) => scaleDeployment(state, { name: 'demo', replicas, expectedRevision }));

  it('answers with what a decision wrote, after everything that follows from it is decided', async () => {
    await joined(log, 'w1');
    expect(types(await created(log))).toEqual(['DeploymentCreated']);
    expect(states()).toEqual(['demo-1 placed']);
    expect(await logged()).toEqual(['WorkerJoined', 'DeploymentCreated', 'InstanceCreated', 'InstancePlaced']);
  });

  it('says of its own decisions what they follow from', async () => {
    await created(log);
    const [deployment, instance] = await store.readAll({ after: 0, limit: 100 });
    expect(instance?.meta).toEqual({
      actor: 'service:scheduler',
      correlationId: deployment?.meta.correlationId,
      causationId: deployment?.id,
    });
  });

  it('takes one decision at a time: the second sees what the first has done', async () => {
    await created(log);
    const { revision } = log.state.deployment('demo') ?? { revision: 0 };
    const answers = await Promise.all([scale(2, revision), scale(3, revision)]);
    expect(answers.map((each) => (each.ok ? 'done' : each.error.code))).toEqual(['done', 'stale-revision']);
  });

  it('finds out what became of an append whose answer was lost, and goes on from there', async () => {
    store.troubles.push('lost-answer');
    expect(await created(log)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(types(await scale(2))).toEqual(['DeploymentScaled']);
    expect(states()).toEqual(['demo-1 waiting', 'demo-2 waiting']);
    expect((await logged()).filter((type) => type === 'DeploymentCreated')).toHaveLength(1);
  });

  it('decides anew where somebody else wrote in between', async () => {
    await created(log);
    const foreign = { id: crypto.randomUUID(), type: 'DeploymentScaled', schemaVersion: 1, data: { from: 1, to: 2 } };
    await store.append('deployment:demo', [{ ...foreign, meta: { actor: 'x', correlationId: 'x' } }]);
    expect(types(await scale(2))).toEqual([]);
    expect(states()).toEqual(['demo-1 waiting', 'demo-2 waiting']);
  });

  it('writes nothing as long as another process leads', async () => {
    store.troubles.push('not-leader');
    expect(await created(log)).toMatchObject({ ok: false, error: { code: 'unavailable', retryAfterSeconds: 2 } });
    expect(await logged()).toEqual([]);
  });

  it('decides later, by itself, what could not be written now', async () => {
    const running = created(log);
    store.troubles.push('no-answer', 'no-answer');
    store.troubles.unshift('lost-answer');
    await running;
    expect(states()).toEqual([]);
    await vi.waitFor(() => expect(states()).toEqual(['demo-1 waiting']), { timeout: 5000 });
  });

  it('passes over what a later release wrote, and says so once of each type', async () => {
    const event = { type: 'DeploymentPainted', schemaVersion: 1, data: { colour: 'red' } };
    const meta = { actor: 'x', correlationId: 'x' };
    await store.append('deployment:demo', [{ ...event, id: crypto.randomUUID(), meta }]);
    await store.append('deployment:other', [{ ...event, id: crypto.randomUUID(), meta }]);
    expect(types(await created(log))).toEqual(['DeploymentCreated']);
    expect(problems).toEqual(['an event is of another release']);
  });

  it('passes over what is not as its schema says, and says so each time', async () => {
    const event = { type: 'DeploymentScaled', schemaVersion: 1, data: { to: 'many' } };
    const meta = { actor: 'x', correlationId: 'x' };
    await store.append('deployment:other', [{ ...event, id: crypto.randomUUID(), meta }]);
    await created(log);
    expect(problems).toEqual(['an event is not what its schema says; it is passed over']);
  });

  it('is folded to the same by whoever leads next', async () => {
    await joined(log, 'w1');
    await created(log, { replicas: 2 });
    const next = new DecisionLog(store, () => {});
    await next.open();
    expect(next.state.liveInstances()).toEqual(log.state.liveInstances());
    expect(next.state.position).toBe(log.state.position);
  });

  it('decides on opening what its predecessor left undecided', async () => {
    await log.run(causedBy(aHeader()), () => ok([]));
    const event = { id: crypto.randomUUID(), type: 'InstanceCreated', schemaVersion: 1 };
    const data = { deployment: 'gone', modelName: 'gone' };
    await store.append('instance:gone-1', [{ ...event, data, meta: { actor: 'x', correlationId: 'x' } }]);
    await created(log);
    const next = new DecisionLog(store, () => {});
    await next.open();
    expect(next.state.unplaced().map(({ id }) => id)).toContain('demo-1');
  });
});
