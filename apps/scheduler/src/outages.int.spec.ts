import { scheduling } from '@enginehouse/contracts';
import { uuidv7 } from '@enginehouse/service-kit';
import { dedicatedPostgres, waitUntil, type DedicatedPostgres } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SchedulersUnderTest } from './testing/schedulers-under-test.contract.js';

describe('a scheduler without NATS', () => {
  let all: SchedulersUnderTest;
  beforeEach(async () => {
    all = await SchedulersUnderTest.prepare();
  });
  afterEach(() => all.end());

  it('writes the routes again when NATS has lost everything', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    await worker.bringUp('demo-1');
    await waitUntil(async () => (await all.route())?.state === 'ready');
    await all.nats.kill();
    all.nats.wipe();
    await all.nats.start();
    await waitUntil(async () => (await all.route())?.state === 'ready', { timeout: 15_000 });
    // As a worker's outbox does: the stream of facts may come back a moment after the routes.
    const id = uuidv7();
    await waitUntil(() => worker.fact('demo-1', 'InstanceUnhealthy', { answer: '500', failures: 3 }, { id }), {
      timeout: 15_000,
    });
    await all.becomes(['demo-1 unhealthy w1'], 15_000);
    expect(await all.deployment()).toMatchObject({ status: 'loading' });
  });
});

describe('a scheduler without its database', () => {
  let all: SchedulersUnderTest;
  let database: DedicatedPostgres;
  beforeEach(async () => {
    database = await dedicatedPostgres();
    all = await SchedulersUnderTest.prepare(database);
  });
  afterEach(() => all.end());

  it('refuses to decide, is not ready, and goes on where it was when the database is back', async () => {
    const scheduler = await all.leading();
    const worker = await all.join('w1');
    await all.create();
    await database.kill();
    const refused = await all.refusal(scheduling.scaleDeployment, { name: 'demo', replicas: 2 });
    expect(refused).toMatchObject({ code: 'unavailable', status: 503 });
    await waitUntil(() => !scheduler.leader.health().ok);
    // Told while nobody listens: it waits in the stream.
    await worker.bringUp('demo-1');
    await database.start();
    await all.becomes(['demo-1 ready w1'], 15_000);
    expect(await all.ask(scheduling.scaleDeployment, { name: 'demo', replicas: 2 })).toMatchObject({ changed: true });
    expect(await all.states()).toEqual(['demo-1 ready w1', 'demo-2 placed w1']);
  });
});
