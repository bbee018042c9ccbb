import { cpus, loadavg } from 'node:os';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { migrate } from '../postgres/migrate.js';
import { createEventStore } from '../postgres/postgres-event-store.js';
import type { ChildOptions } from './service-child.js';
import { buildChild, Child } from './start-child.contract.js';
import { logOf, streamOf } from './stream-of.contract.js';

const schema = 'catalog';

/** Other programs on this machine slow this one down that much. */
const overload = () => Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

describe('a service that is killed', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let store: EventStore;
  const children: Child[] = [];
  beforeAll(buildChild, 120_000);
  beforeEach(async () => {
    database = await testPostgres();
    nats = await testNats();
    await migrate(database.url, schema);
    store = createEventStore({ connection: database.url, schema });
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await store.close();
    await Promise.all([database.close(), nats.close()]);
  });

  const start = (more: Partial<ChildOptions> = {}): Child => {
    const name = `c${children.length}`;
    const child = new Child({ databaseUrl: database.url, schema, natsUrl: nats.url, name, pauseMs: 2, ...more });
    children.push(child);
    return child;
  };
  const acknowledged = () => children.flatMap((child) => child.acknowledged);
  const relayed = async () => {
    const { position } = await store.head();
    await waitUntil(async () => (await streamOf(nats.url).catch(() => [])).length >= position, { timeout: 10_000 });
    return streamOf(nats.url);
  };
  /** Restarts with the relay alone in mind: stops appending by killing once the stream holds the whole log. */
  const expectNothingLost = async () => {
    const child = start({ pauseMs: 60_000 });
    const stream = await relayed();
    await child.kill();
    const log = await logOf(store);
    expect(stream.slice(0, log.length)).toEqual(log.slice(0, stream.length));
    expect(stream).toHaveLength(log.length);
    const ids = new Set(log.map(([, id]) => id));
    expect(acknowledged().filter((id) => !ids.has(id))).toEqual([]);
  };

  it('loses nothing between commit and publication: it is published within two seconds of the restart', async () => {
    const child = start({ dieAt: { position: 5, when: 'before publish' } });
    await child.end();
    const { position } = await store.head();
    expect(position).toBeGreaterThanOrEqual(5);
    const published = (await streamOf(nats.url)).length;
    expect(published).toBeLessThan(position);
    const restarted = start({ pauseMs: 60_000 });
    await waitUntil(() => restarted.lines.includes('up'), { timeout: 20_000 });
    const up = performance.now();
    await waitUntil(async () => (await streamOf(nats.url)).length >= position, { timeout: 10_000 });
    expect(performance.now() - up).toBeLessThan(2000 * overload());
    await expectNothingLost();
  });

  it('publishes nothing twice when killed between publication and its acknowledgement, wherever that is', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { position } = await store.head();
      const dieAt = position + 1 + ((seed * 7) % 13);
      await start({ dieAt: { position: dieAt, when: 'after publish' }, pauseMs: seed % 2 }).end();
    }
    expect((await store.head()).position).toBeGreaterThan(20);
    await expectNothingLost();
  }, 60_000);

  it('loses nothing and repeats nothing when killed at any moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const child = start({ pauseMs: 0 });
      await waitUntil(() => child.acknowledged.length > 3, { timeout: 10_000 });
      await new Promise((resolve) => setTimeout(resolve, (round * 37) % 90));
      await child.kill();
    }
    expect(acknowledged().length).toBeGreaterThan(50);
    await expectNothingLost();
  }, 60_000);

  it('never has two leaders that can append: one frozen too long is shut out', async () => {
    const fenced = { fence: '42', leadershipTimeoutMs: 1000, natsUrl: undefined, pauseMs: 5 };
    const first = start(fenced);
    await waitUntil(() => first.acknowledged.length > 3, { timeout: 10_000 });
    const second = start(fenced);
    first.signal('SIGSTOP');
    await waitUntil(() => second.acknowledged.length > 3, { timeout: 10_000, what: 'the second to take over' });
    const before = first.acknowledged.length;
    first.signal('SIGCONT');
    await waitUntil(() => first.lines.some((line) => line.startsWith('unavailable')), { timeout: 10_000 });
    const { position: taken } = await store.head();
    await waitUntil(async () => (await store.head()).position > taken + 5);
    // An append that was under way when it froze may be answered; nothing is appended after that.
    expect(first.acknowledged.length - before).toBeLessThanOrEqual(1);
    const names = (await store.readAll({ after: 0, limit: 10_000 })).map(({ data }) => (data as { name: string }).name);
    expect(names.lastIndexOf('c0')).toBeLessThan(names.indexOf('c1'));
  }, 60_000);
});
