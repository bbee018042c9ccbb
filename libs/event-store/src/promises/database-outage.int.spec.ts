import { dedicatedPostgres, type DedicatedPostgres } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { AppendOutcome } from '../event-store.js';
import { execute, Log } from './logs.contract.js';

describe('a PostgreSQL that fails under load', () => {
  let server: DedicatedPostgres;
  let log: Log;
  beforeEach(async () => {
    server = await dedicatedPostgres();
    log = await Log.create(server.url);
  });
  afterEach(async () => {
    await log.close();
    await server.close();
  });

  const outages: readonly [string, (target: DedicatedPostgres) => Promise<void>][] = [
    ['killed', (target) => target.kill()],
    ['stopped without a checkpoint', (target) => target.stop('immediate')],
    ['restarted by an administrator', (target) => target.stop('fast')],
  ];

  it.each(outages)(
    'loses no acknowledged append and repeats none when %s',
    async (_, fail) => {
      const store = log.open({ appendTimeoutMs: 30_000 });
      const running = { on: true };
      const acknowledged: string[] = [];
      const other: AppendOutcome[] = [];
      const writer = async (name: string) => {
        while (running.on) {
          const event = anEvent();
          const outcome = await store.append(name, [event]);
          if (outcome.kind === 'appended' || outcome.kind === 'duplicate') {
            acknowledged.push(event.id);
          } else {
            other.push(outcome);
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      };
      const seen: number[] = [];
      const follower = store.follow({
        after: 0,
        handler: (events) => {
          seen.push(...events.map(({ position }) => position));
        },
      });
      const writers = Array.from({ length: 16 }, (_, n) => writer(`s:${n}`));
      for (let round = 0; round < 3; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await fail(server);
        await new Promise((resolve) => setTimeout(resolve, 150));
        await server.start();
        const before = acknowledged.length;
        await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(before + 16);
      }
      running.on = false;
      await Promise.all(writers);
      // Refused at once with a hint when to come back, never lost.
      expect(other.filter(({ kind }) => kind !== 'overloaded')).toEqual([]);
      const { position } = await store.head();
      expect(await follower.waitFor(position, 10_000)).toBe(true);
      expect(seen).toEqual(Array.from({ length: position }, (_, n) => n + 1));
      const ids = (await store.readAll({ after: 0, limit: 1_000_000 })).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const stored = new Set(ids);
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(await store.verifyLog()).toMatchObject({ intact: true });
    },
    90_000,
  );

  it('makes callers wait no longer than they want, and refuses new ones while the oldest waits', async () => {
    const store = log.open();
    await store.append('s:1', [anEvent()]);
    await server.kill();
    const inFlight = store.append('s:1', [anEvent()], { timeoutMs: 1500 });
    const queued = new Promise<AppendOutcome>((resolve) => {
      setTimeout(() => resolve(store.append('s:2', [anEvent()], { timeoutMs: 1500 })), 100);
    });
    await new Promise((resolve) => setTimeout(resolve, 1250));
    expect(await store.append('s:3', [anEvent()])).toEqual({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(await inFlight).toEqual({ kind: 'unavailable', reason: 'no-answer' });
    expect(await queued).toEqual({ kind: 'unavailable', reason: 'no-answer' });
    expect(store.status()).toMatchObject({ connected: false });
    expect(store.status().lastError).toBeDefined();
    await server.start();
    await expect.poll(() => store.append('s:1', [anEvent()]), { timeout: 10_000 }).toMatchObject({ kind: 'appended' });
  }, 30_000);

  it('is not piled up on when slow: what waits is limited, the rest is refused', async () => {
    await execute(
      server.url,
      `create function log.delay() returns trigger language plpgsql as $$ begin perform pg_sleep(1.2); return new; end $$`,
      'create trigger delay before insert on log.commit for each row execute function log.delay()',
    );
    const store = log.open({ limits: { queueUnits: 20 } });
    const first = store.append('s:0', [anEvent()]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => store.append(`s:${n}`, [anEvent()])));
    expect(await first).toMatchObject({ kind: 'appended' });
    expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(20);
    expect(outcomes.filter(({ kind }) => kind === 'overloaded')).toHaveLength(30);
    const started = performance.now();
    const slow = store.append('s:1', [anEvent()]);
    await store.readAll({ after: 0, limit: 10 });
    expect(performance.now() - started).toBeLessThan(1000);
    await slow;
  }, 30_000);

  it('ends leadership: what the leader appends then is refused until it leads again', async () => {
    const store = log.open({ fence: 9n });
    const leadership = await store.acquireLeadership();
    expect(await store.append('s:1', [anEvent()])).toMatchObject({ kind: 'appended' });
    await server.kill();
    await expect.poll(() => leadership.signal.aborted).toBe(true);
    await server.start();
    expect(await store.append('s:1', [anEvent()])).toEqual({ kind: 'unavailable', reason: 'not-leader' });
    const again = await store.acquireLeadership();
    expect(await store.append('s:1', [anEvent()])).toMatchObject({ kind: 'appended', version: 2 });
    await again.release();
    expect(await store.append('s:1', [anEvent()])).toEqual({ kind: 'unavailable', reason: 'not-leader' });
  }, 30_000);
});
