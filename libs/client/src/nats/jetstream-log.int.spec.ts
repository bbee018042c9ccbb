import { cloudEventHeaders } from '@enginehouse/contracts';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { connect, headers, type NatsConnection } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import { eventAt } from '../follow/in-memory-log.js';
import { liveLogContract } from '../follow/live-log.contract.js';
import { JetStreamLog } from './jetstream-log.js';

const log = { source: '/catalog', logId: 'log-1', epoch: '1' };
const add = async (nc: NatsConnection) =>
  (await nc.jetstreamManager()).streams.add({ name: 'CATALOG', subjects: ['catalog.backend.>'] });

async function publish(nc: NatsConnection, position: number, data: unknown = { n: position }): Promise<void> {
  const event = { ...eventAt(position), data };
  const all = headers();
  Object.entries(cloudEventHeaders(event, log)).forEach(([name, value]) => all.set(name, value));
  await nc.jetstream().publish('catalog.backend.b.Happened', JSON.stringify(data), { headers: all });
}

liveLogContract('JetStream', async () => {
  const server = await testNats();
  const nc = await connect({ servers: server.url });
  await add(nc);
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
});

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
