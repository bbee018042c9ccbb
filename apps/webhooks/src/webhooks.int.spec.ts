import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { newHeader, sealSecret } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { Webhook } from 'standardwebhooks';
import { Receiver } from './testing/receiver.js';
import { newWebhookSecret, startWebhooks, valueOf, type RunningWebhooks } from './testing/running-webhooks.js';
import { redisForDeliveries } from './testing/with-redis.js';

const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 15_000 });
const noMatch = 'No matching signature found';

describe.each(['PostgreSQL', 'Redis'] as const)('with deliveries in %s', (store) => {
  let database: TestDatabase;
  let nats: TestNats;
  let redis: { readonly url: string; close(): Promise<void> } | undefined;
  let webhooks: RunningWebhooks;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    [database, nats] = await Promise.all([testPostgres(), testNats()]);
    redis = store === 'Redis' ? await redisForDeliveries() : undefined;
    const keep = { count: 30, age: 3600 };
    webhooks = await startWebhooks({ databaseUrl: database.url, natsUrl: nats.url, redisUrl: redis?.url, keep });
  });

  afterAll(async () => {
    await webhooks?.stop();
    await Promise.all([database.close(), nats.close(), redis?.close()]);
  });

  afterEach(async () => {
    for (const { name } of valueOf(await webhooks.ask(contracts.listWebhooks, {})).items) {
      valueOf(await webhooks.ask(contracts.removeWebhook, { name }));
    }
    await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  });

  async function receiver(behaviour?: Parameters<typeof Receiver.start>[0]): Promise<Receiver> {
    const started = await Receiver.start(behaviour);
    receivers.push(started);
    return started;
  }

  const states = async (name: string) => (await webhooks.deliveries(name)).map(({ state }) => state);

  it('sends what happens from now on, signed so that the reference implementation accepts it', async () => {
    const target = await receiver();
    webhooks.logs.append('catalog', 'BackendRegistered');
    const secret = await webhooks.add('fresh', target.url);
    const event = webhooks.logs.append('catalog', 'VersionAdded', {
      data: { version: 'ü', env: { HF_TOKEN: 'sealed:v1:AAAA' } },
    });
    await until('a request', () => target.received.length > 0);
    const [request] = target.received;
    expect(target.ids).toEqual([event.id]);
    expect(request?.headers['content-type']).toBe('application/cloudevents+json');
    expect(new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>)).toMatchObject({
      specversion: '1.0',
      id: event.id,
      source: '/catalog',
      type: 'VersionAdded',
      subject: 'backend:vllm',
      position: event.position,
      actor: 'user:ada',
      data: { version: 'ü', env: { HF_TOKEN: '********' } },
    });
    expect(() => new Webhook(newWebhookSecret()).verify(request?.body ?? '', request?.headers as never)).toThrow(
      noMatch,
    );
    await until('the record', async () => (await states('fresh')).includes('delivered'));
    expect(await webhooks.deliveries('fresh')).toMatchObject([
      { id: event.id, log: 'catalog', attempts: 1, nextAttemptAt: null, lastAttempt: { status: 204, error: null } },
    ]);
  });

  it('sends only what passes the filters, of all logs, from a position on', async () => {
    const target = await receiver();
    const { catalog: before, scheduling, marketplace } = webhooks.logs.events;
    const from = { catalog: before.length, scheduling: scheduling.length, marketplace: marketplace.length };
    webhooks.logs.append('catalog', 'VersionRemoved');
    webhooks.logs.append('catalog', 'BackendDeleted');
    webhooks.logs.append('scheduling', 'VersionAdded', { streamId: 'deployment:chat' });
    webhooks.logs.append('scheduling', 'VersionAdded', { streamId: 'worker:w1' });
    webhooks.logs.append('marketplace', 'SourceSynced', { streamId: 'source:team' });
    webhooks.logs.append('marketplace', 'SourceSynced', { streamId: 'source:other' });
    const filters = { types: ['Version*', 'SourceSynced'], subjects: ['backend:vllm', 'deployment:*', 'source:team'] };
    await webhooks.add('filtered', target.url, { from, filters });
    await webhooks.add('catalog-only', target.url, { from, filters: { logs: ['catalog'] } });
    await until('all of it', () => target.received.length >= 5);
    const seen = target.received.map(({ message }) => `${message.source} ${message.type}`).toSorted();
    expect(seen).toEqual([
      '/catalog BackendDeleted',
      '/catalog VersionRemoved',
      '/catalog VersionRemoved',
      '/marketplace SourceSynced',
      '/scheduling VersionAdded',
    ]);
    const view = valueOf(await webhooks.ask(contracts.getWebhook, { name: 'filtered' }));
    expect(view.positions).toEqual({
      catalog: before.length,
      scheduling: scheduling.length,
      marketplace: marketplace.length,
    });
  });

  it('tries again until the receiver takes it, with the same id and body', async () => {
    const target = await receiver((_received, count) => ({ status: count < 3 ? 503 : 200, body: 'busy' }));
    const secret = await webhooks.add('flaky', target.url);
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('delivery', async () => (await states('flaky')).includes('delivered'));
    expect(target.received).toHaveLength(3);
    expect(new Set(target.ids).size).toBe(1);
    expect(new Set(target.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(target.received.map(({ headers }) => headers['x-request-id'])).size).toBe(3);
    for (const { body, headers } of target.received) new Webhook(secret).verify(body, headers as never);
    expect(await webhooks.deliveries('flaky')).toMatchObject([{ attempts: 3, lastAttempt: { status: 200 } }]);
  });

  it('gives up after the last attempt, keeps what was answered, and sends it again when it is told to', async () => {
    const target = await receiver(() => ({ status: 500, body: `${'x'.repeat(2000)}\0` }));
    await webhooks.add('broken', target.url);
    const [first, second] = webhooks.logs.appendMany('catalog', 'VersionAdded', 2);
    await until('two dead letters', async () => (await webhooks.deliveries('broken', 'dead')).length === 2);
    const dead = await webhooks.deliveries('broken', 'dead');
    expect(dead.map(({ id }) => id).toSorted()).toEqual([`${first?.id}`, `${second?.id}`].toSorted());
    expect(dead.map(({ attempts }) => attempts)).toEqual([3, 3]);
    expect(dead[0]?.lastAttempt).toMatchObject({ status: 500, error: 'the receiver answered 500' });
    expect(dead[0]?.lastAttempt?.answer).toHaveLength(1024);
    expect(dead[0]?.lastAttempt?.requestId).toBe(
      target.received.findLast(({ message }) => message.id === dead[0]?.id)?.headers['x-request-id'],
    );
    target.behaviour = () => ({ status: 204 });
    const one = { name: 'broken', wish: { delivery: first?.id } };
    expect(valueOf(await webhooks.ask(contracts.redrive, one))).toEqual({ redriven: 1 });
    await until('the first', async () => (await webhooks.deliveries('broken', 'delivered')).length === 1);
    expect(valueOf(await webhooks.ask(contracts.redrive, { name: 'broken', wish: { all: true } }))).toEqual({
      redriven: 1,
    });
    await until('the second', async () => (await webhooks.deliveries('broken', 'delivered')).length === 2);
    const again = { name: 'broken', wish: { delivery: 'nothing' } };
    expect(await webhooks.ask(contracts.redrive, again)).toMatchObject({ error: { code: 'delivery-not-found' } });
  });

  it('shows when the next attempt is, and waits as long as the receiver asks for', async () => {
    const target = await receiver((_received, count) => ({
      status: count === 1 ? 429 : 204,
      headers: { 'retry-after': '2' },
    }));
    await webhooks.add('polite', target.url);
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('a retry', async () => (await states('polite')).includes('retrying'));
    const [waiting] = await webhooks.deliveries('polite', 'retrying');
    const in2s = Date.parse(waiting?.nextAttemptAt ?? '') - Date.parse(waiting?.lastAttempt?.at ?? '');
    expect(in2s).toBeGreaterThanOrEqual(2000);
    expect(in2s).toBeLessThan(2500);
    await until('delivery', async () => (await states('polite')).includes('delivered'));
    expect(target.received).toHaveLength(2);
  });

  it('pauses a webhook whose receiver is gone, and goes on where it was when it is resumed', async () => {
    const target = await receiver(() => ({ status: 410 }));
    await webhooks.add('gone', target.url);
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('the pause', async () => {
      return valueOf(await webhooks.ask(contracts.getWebhook, { name: 'gone' })).state === 'paused';
    });
    expect(valueOf(await webhooks.ask(contracts.getWebhook, { name: 'gone' })).reason).toContain('410');
    await until('the dead letter', async () => (await states('gone')).join() === 'dead');
    const [missed] = webhooks.logs.appendMany('catalog', 'VersionAdded', 3);
    target.behaviour = () => ({ status: 204 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(target.received).toHaveLength(1);
    valueOf(await webhooks.ask(contracts.changeWebhook, { name: 'gone', changes: { paused: false } }));
    await until('what was missed', () => target.received.length === 4);
    expect(target.positions.slice(1).toSorted((one, other) => one - other)[0]).toBe(missed?.position);
  });

  it('is not held up by a receiver that takes its time', async () => {
    const slow = await receiver(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return { status: 204 };
    });
    const quick = await receiver();
    await webhooks.add('slow', slow.url);
    await webhooks.add('quick', quick.url);
    webhooks.logs.appendMany('catalog', 'VersionAdded', 40);
    await until('the quick one', () => quick.received.length === 40);
    // It will need 15 s for all of them.
    expect(slow.received.length).toBeLessThan(30);
    expect(slow.mostOpen).toBe(4);
    const { deliveries } = valueOf(await webhooks.ask(contracts.getWebhook, { name: 'slow' }));
    expect(deliveries.pending).toBeGreaterThan(0);
  });

  it('signs with the old secret too for as long as a rotation says', async () => {
    const target = await receiver();
    const old = await webhooks.add('rotated', target.url);
    const next = newWebhookSecret();
    const rotate = (secret: string, overlapSeconds: number) =>
      webhooks.ask(contracts.rotateSecret, {
        name: 'rotated',
        secret: sealSecret(secret, webhooks.secretsKey),
        overlapSeconds,
      });
    valueOf(await rotate(next, 3600));
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('a request', () => target.received.length === 1);
    const [both] = target.received;
    for (const secret of [old, next]) new Webhook(secret).verify(both?.body ?? '', both?.headers as never);
    const last = newWebhookSecret();
    valueOf(await rotate(last, 0));
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('another request', () => target.received.length === 2);
    const one = target.received[1];
    new Webhook(last).verify(one?.body ?? '', one?.headers as never);
    for (const secret of [old, next]) {
      expect(() => new Webhook(secret).verify(one?.body ?? '', one?.headers as never)).toThrow(noMatch);
    }
  });

  it('tells what a receiver answers to a test', async () => {
    const target = await receiver(() => ({ status: 418, body: 'short and stout' }));
    const secret = await webhooks.add('tested', target.url);
    const attempt = valueOf(await webhooks.ask(contracts.testWebhook, { name: 'tested' }));
    expect(attempt).toMatchObject({ status: 418, answer: 'short and stout', error: 'the receiver answered 418' });
    const [request] = target.received;
    new Webhook(secret).verify(request?.body ?? '', request?.headers as never);
    expect(await webhooks.deliveries('tested')).toEqual([]);
  });

  it('keeps only the newest finished deliveries', async () => {
    const target = await receiver();
    await webhooks.add('kept', target.url);
    const events = webhooks.logs.appendMany('catalog', 'VersionAdded', 50);
    await until('all of it', () => target.received.length === 50);
    await until('the rest to go', async () => (await webhooks.deliveries('kept')).length === 30);
    expect(target.ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  });

  it('goes on after a restart with what was not finished', async () => {
    const target = await receiver(() => ({ status: 500 }));
    await webhooks.add('restarted', target.url);
    const events = webhooks.logs.appendMany('catalog', 'VersionAdded', 5);
    await until('attempts', () => target.received.length > 0);
    await webhooks.restart();
    target.behaviour = () => ({ status: 204 });
    valueOf(await webhooks.ask(contracts.redrive, { name: 'restarted', wish: { all: true } }));
    await until('the end', async () => {
      await webhooks.ask(contracts.redrive, { name: 'restarted', wish: { all: true } });
      return (await webhooks.deliveries('restarted', 'delivered')).length === 5;
    });
    expect((await webhooks.deliveries('restarted')).map(({ id }) => id).toSorted()).toEqual(
      events.map(({ id }) => id).toSorted(),
    );
  });

  it('counts an attempt that a stop interrupts as none, and makes it again after the start', async () => {
    const target = await receiver((_received, count) => (count === 1 ? new Promise(() => {}) : { status: 204 }));
    await webhooks.add('interrupted', target.url);
    webhooks.logs.append('catalog', 'VersionAdded');
    await until('a request', () => target.received.length === 1);
    await webhooks.restart();
    await until('delivery', async () => (await states('interrupted')).join() === 'delivered');
    expect(await webhooks.deliveries('interrupted')).toMatchObject([{ attempts: 1, lastAttempt: { status: 204 } }]);
    expect(target.received).toHaveLength(2);
  });

  it('repeats a command without a second effect', async () => {
    const target = await receiver();
    const header = newHeader('user:ada');
    const secret = sealSecret(newWebhookSecret(), webhooks.secretsKey);
    const input = { name: 'once', internal: true, target: sealSecret(target.url, webhooks.secretsKey), secret };
    const first = valueOf(await webhooks.ask(contracts.addWebhook, input, header));
    webhooks.logs.append('catalog', 'VersionAdded');
    expect(valueOf(await webhooks.ask(contracts.addWebhook, input, header))).toEqual(first);
    const other = { ...input, internal: false, target: sealSecret('https://example.com/', webhooks.secretsKey) };
    expect(await webhooks.ask(contracts.addWebhook, other, header)).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
    expect(await webhooks.ask(contracts.addWebhook, input)).toMatchObject({ error: { code: 'name-taken' } });
    await until('the event', () => target.received.length === 1);
  });
});
