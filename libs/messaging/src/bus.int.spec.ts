import { defineRequest, err, ok, problemOf, type RecordedEvent } from '@enginehouse/contracts';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { headers } from 'nats';
import { cloudEventHeaders } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectBus } from './connect.js';
import type { RequestHandler } from './bus.js';
import type { NatsBus } from './nats-bus.js';

const double = defineRequest('math.query.Double', z.object({ n: z.number() }), z.object({ n: z.number() }));
const header = { actor: 'user:jo', correlationId: 'c', idempotencyKey: 'k' };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the bus', () => {
  let nats: TestNats;
  let server: NatsBus;
  let client: NatsBus;
  beforeEach(async () => {
    nats = await testNats();
    server = await connectBus({ url: nats.url, service: 'math' });
    client = await connectBus({ url: nats.url, service: 'api' });
  });
  afterEach(async () => {
    await Promise.all([server.close(), client.close()]);
    await nats.close();
  });

  /** The server knows the subscription: a request over another connection would find nobody before. */
  const serving = async (handler: RequestHandler<typeof double>) => {
    server.serve(double, handler);
    await server.caughtUp(5000);
  };

  const wish = (n: number, timeoutMs: number) => client.request(double, { n }, header, { timeoutMs });

  it('answers a typed request and hands on who asks', async () => {
    await serving((input, from) =>
      Promise.resolve(from.actor === 'user:jo' ? ok({ n: input.n * 2 }) : err(problemOf('forbidden', 'no'))),
    );
    expect(await client.request(double, { n: 21 }, header)).toEqual(ok({ n: 42 }));
  });

  it('refuses an input that does not fit, naming the field', async () => {
    await serving((input) => Promise.resolve(ok(input)));
    const answer = await client.request(double, { n: 'x' } as unknown as { n: number }, header);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input', errors: [{ path: ['n'] }] } });
  });

  it('says that nobody answers, at once', async () => {
    const answer = await client.request(double, { n: 1 }, header);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unavailable', detail: expect.stringContaining('nobody answers') as string },
    });
  });

  it('gives each request its own answer, whatever their order, and none to one that has given up', async () => {
    await serving(async ({ n }) => {
      await pause(n * 30);
      return ok({ n: n * 2 });
    });
    const [late, ...others] = await Promise.all([wish(9, 100), wish(3, 5000), wish(1, 5000), wish(2, 5000)]);
    expect(late).toMatchObject({ error: { code: 'unavailable', detail: expect.stringContaining('within 100 ms') } });
    expect(others).toEqual([ok({ n: 6 }), ok({ n: 2 }), ok({ n: 4 })]);
    expect(await wish(10, 5000)).toEqual(ok({ n: 20 }));
  });

  it('ends what waits for an answer when it is closed', async () => {
    await serving(() => new Promise(() => undefined));
    const waiting = client.request(double, { n: 1 }, header, { timeoutMs: 60_000 });
    await client.close();
    await expect(waiting).resolves.toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('turns a crash of the handler into `internal` with the correlation id and no details', async () => {
    await serving(() => Promise.reject(new Error('secret detail')));
    const answer = await client.request(double, { n: 1 }, header);
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', correlationId: 'c' } });
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });

  it('stores a message with the same id once', async () => {
    await server.ensureStream({ name: 'RUNTIME', subjects: ['runtime.>'] });
    await client.publishDurable('runtime.w.i.X', { a: 1 }, { messageId: 'm' });
    expect(await client.publishDurable('runtime.w.i.X', { a: 1 }, { messageId: 'm' })).toMatchObject(
      ok({ sequence: 1, duplicate: true }),
    );
  });

  it('follows a log from a position, each position once, over a lost and rebuilt stream', async () => {
    const stream = { name: 'CATALOG', subjects: ['catalog.backend.>'] };
    const publish = async (position: number) => {
      const event = recorded(position);
      const all = headers();
      Object.entries(cloudEventHeaders(event, { source: '/catalog', logId: 'l', epoch: '1' })).forEach(
        ([name, value]) => all.set(name, value),
      );
      await server.jetStream().publish('catalog.backend.x.Y', JSON.stringify(event.data), { headers: all });
    };
    await server.ensureStream(stream);
    for (const position of [1, 2, 3]) await publish(position);
    const seen: number[] = [];
    const tail = client.tail({ stream: 'CATALOG', after: 1, handler: (event) => void seen.push(event.position) });
    await waitUntil(() => seen.length === 2, { what: 'two events' });
    await nats.stop();
    nats.wipe();
    await nats.start();
    await waitUntil(() => server.state().connected && client.state().connected, { what: 'the reconnect' });
    await server.ensureStream(stream);
    for (const position of [1, 2, 3, 4]) await publish(position);
    await waitUntil(() => seen.length === 3, { what: 'the new event', timeout: 20_000 });
    expect(seen).toEqual([2, 3, 4]);
    tail.stop();
  });

  it('tells a watcher every key of a bucket, changes and removals', async () => {
    const owned = await server.keyValue('ROUTES', { create: true });
    await owned.put('demo', { state: 'ready' });
    const told: [string, unknown][] = [];
    const watch = (await client.keyValue('ROUTES')).watch({ entry: (key, value) => void told.push([key, value]) });
    await waitUntil(() => told.length === 1, { what: 'the first entry' });
    await owned.delete('demo');
    await waitUntil(() => told.length === 2, { what: 'the removal' });
    expect(told).toEqual([
      ['demo', { state: 'ready' }],
      ['demo', null],
    ]);
    watch.stop();
  });

  it('says within a second that NATS is away, and comes back by itself', async () => {
    await serving((input) => Promise.resolve(ok({ n: input.n })));
    await nats.kill();
    await waitUntil(() => !client.state().connected, { what: 'the loss' });
    expect(await client.request(double, { n: 1 }, header)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await nats.start();
    await waitUntil(() => client.state().connected && server.state().connected, { what: 'the reconnect' });
    expect(await client.request(double, { n: 1 }, header)).toEqual(ok({ n: 1 }));
  });
});

const recorded = (position: number): RecordedEvent => ({
  id: `e${position}`,
  type: 'Y',
  streamId: 'backend:x',
  position,
  version: position,
  schemaVersion: 1,
  recordedAt: '2026-01-01T00:00:00Z',
  data: { position },
  meta: { actor: 'a', correlationId: 'c' },
});
