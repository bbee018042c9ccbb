import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { NatsBus } from '@enginehouse/messaging';
import { dedicatedPostgres, testNats, waitUntil, type DedicatedPostgres, type TestNats } from '@enginehouse/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import { guardPosition, type LogPlace } from '../guard.js';
import { startRelay, type Relay } from '../relay/relay.js';
import { Log } from './logs.contract.js';
import { openJetStream } from './open-jetstream.js';
import { buildChild } from './start-child.contract.js';
import { logOf, streamOf } from './stream-of.contract.js';

const subjectOf = () => 'catalog.backend.vllm.Happened';

describe('a database whose files were set back, which no clock or id inside it shows', () => {
  let server: DedicatedPostgres;
  let nats: TestNats;
  let log: Log;
  let store: EventStore;
  let bus: NatsBus;
  let relay: Relay;
  beforeAll(buildChild, 120_000);
  beforeEach(async () => {
    server = await dedicatedPostgres();
    nats = await testNats();
    log = await Log.create(server.url, 'catalog');
    store = log.open();
    const opened = await openJetStream(nats.url);
    bus = opened.bus;
    relay = startRelay({ store, publisher: opened.publisher, subjectOf, source: '/catalog', leaderKey: 1n });
  });
  afterEach(async () => {
    await relay.stop();
    await log.close();
    await bus.close();
    await Promise.all([server.close(), nats.close()]);
  });

  const append = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => store.append(`s:${n}`, [anEvent({ n })])));
  const relayed = (position: number) =>
    waitUntil(async () => (await relay.status()).lag === 0 && (await relay.status()).position === position, {
      timeout: 20_000,
      what: `the relay to reach ${position}`,
    });
  /** Where a consumer that stood at `place` finds the fork in the stream as it is now. */
  const verdicts = async (place: LogPlace) => {
    const manager = await bus.manager();
    const { state } = await manager.streams.info('CATALOG');
    const all = [];
    for (let seq = 1; seq <= state.last_seq; seq += 1) {
      const { header } = await manager.streams.getMessage('CATALOG', { seq });
      const incoming = { position: seq, logId: header.get('ce-logid'), epoch: Number(header.get('ce-epoch')) };
      all.push(guardPosition(place, incoming));
    }
    return all;
  };

  it('begins a new epoch where stream and log part, and publishes anew', async () => {
    await append(10);
    await relayed(10);
    await server.stop();
    const saved = `${server.dataDir}.saved`;
    execFileSync('cp', ['-a', server.dataDir, saved]);
    await server.start();
    await append(10);
    await relayed(20);
    const { logId, epoch } = await store.head();
    await server.stop();
    rmSync(server.dataDir, { recursive: true });
    execFileSync('mv', [saved, server.dataDir]);
    await server.start();
    await append(4);
    await relayed(14);
    expect(await store.head()).toMatchObject({ position: 14, epoch: 2, logId });
    expect(await store.epochs()).toMatchObject([{ epoch: 1 }, { epoch: 2, afterPosition: 10 }]);
    expect(await streamOf(nats.url)).toEqual(await logOf(store));
    const ahead = await verdicts({ position: 20, logId, epoch });
    expect(ahead.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'skip'));
    expect(ahead[10]).toBe('fork');
    expect((await verdicts({ position: 10, logId, epoch }))[10]).toBe('apply');
    const reader = store.follow({ after: 20, reachedIn: { logId, epoch }, handler: () => {} });
    await expect(reader.done).rejects.toMatchObject({ commonPosition: 10 });
  }, 90_000);
});
