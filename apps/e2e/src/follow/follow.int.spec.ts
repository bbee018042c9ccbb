import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, follow, type Checkpoint, type Follower, type FollowOptions } from '@enginehouse/client';
import type { RecordedEvent } from '@enginehouse/contracts';
import {
  createEventStore,
  migrate,
  newEventId,
  startRelay,
  type EventStore,
  type Relay,
} from '@enginehouse/event-store';
import { connectBus, createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from './feed-server.js';
import { readJournal } from './journal.mjs';

const root = resolve(import.meta.dirname, '../../../..');
const meta = { actor: 'user:test', correlationId: 'c' };
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const random = (least: number, most: number) => least + Math.random() * (most - least);

type Line = readonly [position: number, id: string];

const isLive = (follower: Follower) =>
  waitUntil(() => follower.source === 'nats', { what: 'the stream', timeout: 15_000 });

describe('a follower of a real log', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let store: EventStore;
  let bus: NatsBus;
  let relay: Relay;
  let feed: FeedServer;
  let followers: Follower[];
  let handled: Line[];
  let stored: Checkpoint | undefined;

  beforeAll(() => {
    execFileSync(`${root}/node_modules/.bin/tsc`, ['-b', `${root}/libs/client`], { stdio: 'inherit' });
  }, 120_000);
  beforeEach(async () => {
    [database, nats] = await Promise.all([testPostgres(), testNats()]);
    await migrate(database.url, 'log');
    store = createEventStore({ connection: database.url, schema: 'log' });
    bus = await connectBus({ url: nats.url, service: 'catalog' });
    relay = startRelay({
      store,
      publisher: createJetStreamPublisher({ bus, stream: 'CATALOG', subjects: ['catalog.backend.>'], timeoutMs: 500 }),
      subjectOf: () => 'catalog.backend.b.Happened',
      source: '/catalog',
      leaderKey: 1n,
    });
    feed = new FeedServer(store);
    await feed.up();
    [followers, handled, stored] = [[], [], undefined];
  });
  afterEach(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    await feed.down();
    await relay.stop();
    await feed.store.close();
    await store.close();
    await bus.close();
    await nats.close();
    await database.close();
  });

  const append = async (count: number, to: EventStore = store) => {
    for (let n = 0; n < count; n += 10) {
      const events = Array.from({ length: 10 }, (_, index) => ({
        id: newEventId(),
        type: 'Happened',
        schemaVersion: 1,
        data: { n: n + index, text: 'ä'.repeat(100) },
        meta,
      }));
      await to.append(`backend:b-${n % 70}`, events);
    }
  };
  /** Appends in small steps for as long as something else goes on. */
  const appendDuring = async (work: () => Promise<void>, pauseMs = 5) => {
    const done = new AbortController();
    const appending = (async () => {
      while (!done.signal.aborted) {
        await append(10);
        await sleep(pauseMs);
      }
    })();
    await work();
    done.abort();
    await appending;
  };
  const logOf = async (of: EventStore = store): Promise<readonly Line[]> => {
    const all: Line[] = [];
    for (;;) {
      const page = await of.readAll({ after: all.length, limit: 1000 });
      all.push(...page.map(({ position, id }): Line => [position, id]));
      if (page.length === 0) {
        return all;
      }
    }
  };
  const handler = (events: readonly RecordedEvent[], checkpoint: Checkpoint) => {
    handled.push(...events.map(({ position, id }): Line => [position, id]));
    stored = checkpoint;
  };
  const start = (options: Partial<FollowOptions> = {}): Follower => {
    const follower = follow(createClient({ url: feed.url }), {
      log: 'catalog',
      nats: { url: nats.url },
      handler,
      checkpoint: { load: () => stored },
      waitSeconds: 1,
      ...options,
    });
    followers.push(follower);
    return follower;
  };
  const expectAll = async (follower: Follower) => {
    const { position } = await feed.store.head();
    await waitUntil(() => follower.position >= position, { what: `position ${position}`, timeout: 30_000 });
    expect(handled).toEqual(await logOf(feed.store));
  };

  it('loses nothing and repeats nothing while NATS is killed and comes back', { timeout: 90_000 }, async () => {
    await append(300);
    const follower = start();
    await isLive(follower);
    await appendDuring(async () => {
      for (let round = 0; round < 4; round += 1) {
        await sleep(random(100, 600));
        await nats.kill();
        await sleep(random(0, 800));
        await nats.start();
        await isLive(follower);
      }
    });
    await expectAll(follower);
  });

  it(
    'survives the loss and the rebuilding of the stream, its purge, and a relay that is away',
    { timeout: 90_000 },
    async () => {
      await append(300);
      const follower = start();
      await isLive(follower);
      await appendDuring(async () => {
        await nats.kill();
        nats.wipe();
        await nats.start();
        await sleep(1500);
        await isLive(follower);
        await (await bus.manager()).streams.purge('CATALOG');
        await sleep(1500);
        await isLive(follower);
        await (await bus.manager()).streams.purge('CATALOG', { keep: 5 });
        await (await bus.manager()).streams.delete('CATALOG');
        await sleep(1500);
      });
      await expectAll(follower);
      await isLive(follower);
    },
  );

  it('waits for a slow handler, and hands a failed batch on again', { timeout: 60_000 }, async () => {
    await append(300);
    let calls = 0;
    const follower = start({
      batchSize: 50,
      handler: async (events, checkpoint) => {
        calls += 1;
        await sleep(random(0, 60));
        if (calls % 7 === 3) {
          throw new Error('the store of the service is away');
        }
        handler(events, checkpoint);
        if (calls % 11 === 5) {
          throw new Error('stored, but the answer was lost');
        }
      },
    });
    await appendDuring(async () => void (await sleep(1500)));
    await expectAll(follower);
    expect(calls).toBeGreaterThan(10);
  });

  it(
    'goes on without the feed while NATS is there, and without NATS while the feed is',
    { timeout: 60_000 },
    async () => {
      await append(100);
      const follower = start();
      await isLive(follower);
      await feed.down();
      await append(100);
      await waitUntil(() => follower.position === 200, { what: 'the events from the stream' });
      await nats.kill();
      await feed.up();
      await append(100);
      await waitUntil(() => follower.position === 300, { what: 'the events from the feed' });
      await nats.start();
      await isLive(follower);
      await append(100);
      await expectAll(follower);
    },
  );

  it.each([
    ['from the feed', false],
    ['from NATS', true],
  ])('takes every event once over twenty-five deaths of its process, %s', { timeout: 180_000 }, async (_, withNats) => {
    const directory = mkdtempSync(join(tmpdir(), 'enginehouse-follow-'));
    const file = join(directory, 'journal');
    const script = join(import.meta.dirname, 'follow-child.mjs');
    const spawned = (deathsIn: number) => {
      const options = { url: feed.url, file, deathsIn, ...(withNats && { natsUrl: nats.url }) };
      return spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit'] });
    };
    await append(500);
    await appendDuring(async () => {
      for (let death = 0; death < 25; death += 1) {
        const child = spawned(60);
        const timer = setTimeout(() => child.kill('SIGKILL'), random(400, 2000));
        await once(child, 'exit');
        clearTimeout(timer);
        expect(child.signalCode).toBe('SIGKILL');
      }
    }, 50);
    const last = spawned(0);
    const { position } = await store.head();
    const lines = () => readJournal(file).flatMap(({ events }) => events);
    await waitUntil(() => lines().at(-1)?.[0] === position, { what: 'the end of the log', timeout: 30_000 });
    last.kill('SIGKILL');
    await once(last, 'exit');
    expect(lines()).toEqual(await logOf());
    expect(readJournal(file).some(({ source }) => source === 'nats')).toBe(withNats);
    rmSync(directory, { recursive: true });
  });

  it(
    'undoes what a log restored from a backup has lost, and follows what came instead',
    { timeout: 60_000 },
    async () => {
      await append(100);
      const first = start();
      await expectAll(first);
      await first.stop();
      await relay.stop();
      await store.close();
      const copy = new URL(database.url);
      copy.pathname = `/${database.name}_copy`;
      await copyDatabase(database.url, `${database.name}_copy`);
      const lost = createEventStore({ connection: database.url, schema: 'log' });
      await append(50, lost);
      feed.store = lost;
      const second = start();
      await expectAll(second);
      await second.stop();
      await lost.close();
      feed.store = createEventStore({ connection: copy.href, schema: 'log' });
      await append(80, feed.store);
      const commons: number[] = [];
      const third = start({
        onFork: ({ commonPosition, resumeAt }) => {
          commons.push(commonPosition);
          handled = handled.filter(([position]) => position <= commonPosition);
          stored = resumeAt;
        },
      });
      await expectAll(third);
      expect(commons).toEqual([100]);
    },
  );
});

/** A copy of a database that nobody uses at the moment. */
async function copyDatabase(url: string, name: string): Promise<void> {
  const admin = new URL(url);
  const template = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  await client.query(`create database ${name} template ${template}`);
  await client.end();
}
