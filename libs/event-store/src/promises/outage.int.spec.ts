import { cpSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { recordedEventFromHeaders } from '@enginehouse/contracts';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import type { NatsBus } from '@enginehouse/messaging';
import { AckPolicy, DeliverPolicy } from 'nats';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import { guardPosition } from '../guard.js';
import { startRelay, type Relay } from '../relay/relay.js';
import { Log } from './logs.contract.js';
import { openJetStream } from './open-jetstream.js';
import { buildChild } from './start-child.contract.js';
import { logOf, streamOf } from './stream-of.contract.js';

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const subjectOf = () => 'catalog.backend.vllm.Happened';

describe('a relay whose NATS fails', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let log: Log;
  let store: EventStore;
  let bus: NatsBus;
  let relay: Relay;
  beforeAll(buildChild, 120_000);
  beforeEach(async () => {
    database = await testPostgres();
    nats = await testNats();
    log = await Log.create(database.url, 'catalog');
    store = log.open();
    const opened = await openJetStream(nats.url);
    bus = opened.bus;
    relay = startRelay({ store, publisher: opened.publisher, subjectOf, source: '/catalog', leaderKey: 1n });
  });
  afterEach(async () => {
    await relay.stop();
    await log.close();
    await bus.close();
    await Promise.all([database.close(), nats.close()]);
  });

  const append = async (count: number) => {
    const outcomes = await Promise.all(
      Array.from({ length: count }, (_, n) => store.append(`s:${n}`, [anEvent({ n })])),
    );
    return outcomes.filter(({ kind }) => kind !== 'appended');
  };
  const relayed = (timeout = 20_000) =>
    waitUntil(async () => (await relay.status()).lag === 0 && (await relay.status()).position > 0, { timeout });

  /** A consumer as services have it: its effect and its position are one, the guard decides. */
  const consumer = async (name: string) => {
    const effects: number[] = [];
    const manager = await bus.manager();
    const read = async (until: number) => {
      await manager.consumers.add('CATALOG', {
        durable_name: name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      });
      await waitUntil(
        async () => {
          const handle = await bus.jetStream().consumers.get('CATALOG', name);
          for await (const message of await handle.fetch({ max_messages: 500, expires: 1000 })) {
            const event = recordedEventFromHeaders((header) => message.headers?.get(header), message.json());
            const verdict = guardPosition({ position: effects.length }, { position: event?.position ?? -1 });
            expect(verdict).toMatch(/apply|skip/);
            if (verdict === 'apply') {
              effects.push(event!.position);
            }
            message.ack();
          }
          return effects.length >= until;
        },
        { timeout: 20_000, what: `effects of ${until} events` },
      );
      return effects;
    };
    return { read };
  };
  it('goes on appending, and catches up in a twentieth of the outage or a second', async () => {
    expect(await append(50)).toEqual([]);
    await relayed();
    await nats.kill();
    const down = performance.now();
    for (let round = 0; round < 10; round += 1) {
      expect(await append(50)).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const outage = performance.now() - down;
    expect((await relay.status()).lag).toBeGreaterThan(0);
    await nats.start();
    const up = performance.now();
    await relayed();
    // Finding the server again takes the client and the relay a moment that does not grow with the outage.
    const reconnectMs = 3000 * Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
    expect(performance.now() - up).toBeLessThan(reconnectMs + outage / 20);
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
    expect(await relay.status()).toMatchObject({ rebuilds: 0, lag: 0 });
  }, 60_000);

  it('publishes everything again to a server that lost its data; consumers see no effect twice', async () => {
    const { read } = await consumer('reader');
    await append(100);
    await relayed();
    expect(await read(100)).toEqual(upTo(100));
    await nats.kill();
    nats.wipe();
    await nats.start();
    // Also where nothing new comes that would have to be published.
    await waitUntil(async () => (await streamOf(nats.url).catch(() => [])).length === 100, { timeout: 20_000 });
    await append(20);
    await relayed();
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
    expect(await read(120)).toEqual(upTo(120));
  }, 60_000);

  it('fills up a server that was rolled back; consumers ahead of it go on without a repeated effect', async () => {
    const { read } = await consumer('reader');
    await append(100);
    await relayed();
    await read(60);
    await nats.stop();
    const saved = `${nats.storeDir}.saved`;
    cpSync(nats.storeDir, saved, { recursive: true });
    await nats.start();
    await append(100);
    await relayed();
    expect(await read(200)).toEqual(upTo(200));
    await nats.kill();
    nats.wipe();
    cpSync(saved, nats.storeDir, { recursive: true });
    rmSync(saved, { recursive: true });
    await nats.start();
    await append(10);
    await relayed();
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
    expect(await read(210)).toEqual(upTo(210));
  }, 60_000);

  it('makes a stream anew that holds something else', async () => {
    await append(10);
    await relayed();
    const manager = await bus.manager();
    await bus.jetStream().publish('catalog.backend.vllm.Happened', 'not of this log');
    await append(5);
    await waitUntil(async () => (await relay.status()).rebuilds === 1 && (await relay.status()).lag === 0, {
      timeout: 20_000,
    });
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
    await manager.streams.delete('CATALOG');
    await append(5);
    await waitUntil(async () => (await relay.status()).lag === 0, { timeout: 20_000 });
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
  }, 60_000);
});
