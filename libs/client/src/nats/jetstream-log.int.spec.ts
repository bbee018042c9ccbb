import { EventEmitter, once } from 'node:events';
import { cloudEventHeaders } from '@enginehouse/contracts';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { connect, headers, type NatsConnection, type StreamConfig } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import { eventAt } from '../follow/in-memory-log.js';
import { liveLogContract, type LiveLogUnderTest } from '../follow/live-log.contract.js';
import { JetStreamLog } from './jetstream-log.js';

const log = { source: '/catalog', logId: 'log-1', epoch: '1' };
const republish = { src: '>', dest: 'live.CATALOG.>' };
const add = async (nc: NatsConnection, config: Partial<StreamConfig> = { republish }) =>
  (await nc.jetstreamManager()).streams.add({ name: 'CATALOG', subjects: ['catalog.backend.>'], ...config });

async function publish(nc: NatsConnection, position: number, data: unknown = { n: position }): Promise<void> {
  const event = { ...eventAt(position), data };
  const all = headers();
  Object.entries(cloudEventHeaders(event, log)).forEach(([name, value]) => all.set(name, value));
  await nc.jetstream().publish('catalog.backend.b.Happened', JSON.stringify(data), { headers: all });
}

liveLogContract('JetStream', () => openStream({ republish }));
liveLogContract('JetStream without copies, as earlier releases made it', () => openStream({}));

async function openStream(config: Partial<StreamConfig>): Promise<LiveLogUnderTest> {
  const server = await testNats();
  const nc = await connect({ servers: server.url });
  await add(nc, config);
  let position = 0;
  return {
    live: new JetStreamLog('catalog', { url: server.url }, () => {}),
    publish: async (count) => {
      for (let n = 0; n < count; n += 1) {
        await publish(nc, (position += 1));
      }
    },
    lose: async () => void (await (await nc.jetstreamManager()).streams.delete('CATALOG')),
    close: async () => {
      await nc.close();
      await server.close();
    },
  };
}

const consumers = async (nc: NatsConnection) =>
  (await (await nc.jetstreamManager()).streams.info('CATALOG')).state.consumer_count;

/** Notes positions as they come; waits at one of them until it is told to go on. */
function collect(live: JetStreamLog, positions: (number | undefined)[], { pauseAt = 0 } = {}) {
  const paused = new EventEmitter();
  const goingOn = once(paused, 'go');
  void (async () => {
    for await (const { event } of live.messages(0, new AbortController().signal)) {
      positions.push(event?.position);
      if (event?.position === pauseAt) await goingOn;
    }
  })();
  return { goOn: () => void paused.emit('go') };
}

describe('a log on JetStream', () => {
  let server: TestNats;
  let nc: NatsConnection;
  let live: JetStreamLog;
  const troubles: string[] = [];
  const open = async () => {
    server = await testNats();
    live = new JetStreamLog('catalog', { url: server.url }, (cause) => troubles.push(String(cause)));
    await waitUntil(() => live.available, { what: 'a connection' });
  };
  afterEach(async () => {
    await live.close();
    await nc?.close();
    await server.close();
  });

  it('is not there with its server, and there again with it', async () => {
    await open();
    nc = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    await add(nc);
    await publish(nc, 1);
    const messages = live.messages(0, new AbortController().signal);
    expect(await messages.next()).toMatchObject({ value: { event: { position: 1 } } });
    const ending = messages.next();
    await server.kill();
    await waitUntil(() => !live.available, { what: 'the loss to be noticed' });
    expect(await ending).toMatchObject({ done: true });
    await server.start();
    await waitUntil(() => live.available, { what: 'a new connection' });
    expect(troubles.length).toBeGreaterThan(0);
  });

  it('says that there is no stream', async () => {
    await open();
    await expect(live.messages(0, new AbortController().signal).next()).rejects.toThrow('stream not found');
  });

  it('needs no consumer any more once copies go on from what is stored', async () => {
    await open();
    nc = await connect({ servers: server.url });
    await add(nc);
    await publish(nc, 1);
    const positions: (number | undefined)[] = [];
    collect(live, positions);
    await waitUntil(() => positions.length === 1, { what: 'what is stored' });
    await publish(nc, 2);
    await waitUntil(() => positions.length === 2, { what: 'the first new one' });
    await waitUntil(async () => (await consumers(nc)) === 0, {
      what: 'the consumer to be forgotten',
      timeout: 20_000,
    });
    await publish(nc, 3);
    await waitUntil(() => positions.length === 3, { what: 'one without a consumer' });
    expect(positions).toEqual([1, 2, 3]);
  });

  it('shows the messages of a stream that was made anew, for the follower to judge', async () => {
    await open();
    nc = await connect({ servers: server.url });
    await add(nc);
    const positions: (number | undefined)[] = [];
    collect(live, positions);
    await waitUntil(async () => (await consumers(nc)) === 1, { what: 'a consumer' });
    await publish(nc, 1);
    await publish(nc, 2);
    await waitUntil(() => positions.length === 2, { what: 'both' });
    await (await nc.jetstreamManager()).streams.delete('CATALOG');
    await add(nc);
    for (const position of [1, 2, 3]) {
      await publish(nc, position);
    }
    await waitUntil(() => positions.at(-1) === 3, { what: 'what is new' });
    expect(positions).toEqual([1, 2, 1, 2, 3]);
  });

  it('reads the stream again where more copies came than wait for a slow reader', async () => {
    await open();
    nc = await connect({ servers: server.url });
    await add(nc);
    const positions: (number | undefined)[] = [];
    const slow = collect(live, positions, { pauseAt: 2 });
    await waitUntil(async () => (await consumers(nc)) === 1, { what: 'a consumer' });
    const text = 'x'.repeat(100_000);
    for (let position = 1; position <= 100; position += 1) {
      await publish(nc, position, { text });
    }
    slow.goOn();
    await waitUntil(() => positions.length === 100, { what: 'all of them', timeout: 20_000 });
    await publish(nc, 101);
    await waitUntil(() => positions.length === 101, { what: 'one more' });
    expect(positions).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
  });

  it('sends a slow reader no more than it can take, and all of it in the end', async () => {
    await open();
    nc = await connect({ servers: server.url });
    await add(nc);
    const text = 'x'.repeat(100_000);
    for (let position = 1; position <= 400; position += 1) {
      await publish(nc, position, { text });
    }
    const stop = new AbortController();
    const positions: (number | undefined)[] = [];
    for await (const { event } of live.messages(0, stop.signal)) {
      positions.push(event?.position);
      if (positions.length === 1) {
        await new Promise((resolve) => setTimeout(resolve, 6000));
      }
      if (positions.length === 400) {
        stop.abort();
      }
    }
    expect(positions).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  });
});
