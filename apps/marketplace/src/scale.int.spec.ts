import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketplace as contracts, type RequestContract, type SyncReport } from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import type { z } from 'zod';
import { compileChild, killChild, startChild } from './testing/child-process.js';
import { indexOf } from './testing/index-of.js';
import { IndexServer } from './testing/index-server.js';
import { quickSync, valueOf } from './testing/running-marketplace.js';

const count = 5000;
const megabyte = 1024 * 1024;
/** Close to the most that a source may hold, 8 MiB. */
const description = 'A backend among many, with a description as long as real ones have. '.repeat(17);

/** All of them at one version, the first ones at another. */
const indexAt = (version: string, first = 0, other = version) =>
  indexOf(
    Array.from({ length: count }, (_, index) => ({
      name: `Engine-${String(index).padStart(4, '0')}`,
      description,
      versions: [index < first ? other : version],
    })),
  );

/** How long the last attempt of a sync took. */
const tookMs = ({ startedAt, finishedAt }: SyncReport) => Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '');

/** All of them change, then a few: what stays the same is copied in the database. */
const rounds = ['2', '3', '4'].flatMap((version) => [[version, 0] as const, [version, 50] as const]);

describe('a source with 5,000 entries', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let web: IndexServer;
  let bus: Bus;
  let child: ChildProcess;
  let peak = 0;
  let watch: NodeJS.Timeout;

  const ask = async <C extends RequestContract>(contract: C, input: z.input<C['input']>) =>
    valueOf(await bus.request(contract, input, newHeader('user:ada'), { timeoutMs: 15_000 }));

  /** Megabytes that the service has in memory. */
  const resident = (): number => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  };

  const ended = async (run: string): Promise<SyncReport> => {
    await waitUntil(async () => (await ask(contracts.getRun, { id: run })).finishedAt !== null, {
      what: 'the end of the sync',
      timeout: 60_000,
      interval: 200,
    });
    return ask(contracts.getRun, { id: run });
  };

  beforeAll(async () => {
    compileChild();
    [database, nats, web] = await Promise.all([testPostgres(), testNats(), IndexServer.start()]);
    bus = await connectBus({ url: nats.url, service: 'api' });
    const sync = { ...quickSync, timeBoxMs: 60_000 };
    child = await startChild({
      options: { databaseUrl: database.url, natsUrl: nats.url, fileRoots: [], sync },
      diesAt: {},
    });
    watch = setInterval(() => (peak = Math.max(peak, resident())), 50);
  }, 120_000);

  afterAll(async () => {
    clearInterval(watch);
    await killChild(child);
    await Promise.all([bus.close(), web.stop()]);
    await Promise.all([database.close(), nats.close()]);
  });

  it(
    'is synced in seconds, again and again, in memory that does not grow',
    { timeout: 240_000, retry: 0 },
    async () => {
      const text = indexAt('1.0.0');
      const before = resident();
      const url = web.put('large', text);
      const location = { kind: 'http' as const, url };
      const { run } = await ask(contracts.addSource, { name: 'large', location, internal: true, everySeconds: 0 });
      const first = await ended(run);
      expect(first).toMatchObject({ state: 'succeeded', counts: { entries: count, added: count, rejected: 0 } });
      const figures = [`${(text.length / megabyte).toFixed(1)} MiB; all new: ${tookMs(first)} ms`];
      const after: number[] = [resident()];
      for (const [version, few] of rounds) {
        web.put('large', indexAt(`${version}.0.0`, few, `${version}.1.0`));
        const { id } = await ask(contracts.syncSource, { name: 'large' });
        const report = await ended(id);
        expect(report).toMatchObject({
          state: 'succeeded',
          counts: { entries: count, changed: few === 0 ? count : few },
        });
        figures.push(`${report.counts?.changed} changed: ${tookMs(report)} ms`);
        expect(tookMs(report)).toBeLessThan(20_000);
        after.push(resident());
      }
      // For the reader of the test's output: what was seen.
      console.info(
        `${figures.join('; ')}. Resident before ${before} MB, after each ${after.join(', ')} MB, peak ${peak} MB`,
      );
      expect(tookMs(first)).toBeLessThan(20_000);
      expect(Math.min(...after.slice(-3)) - Math.min(...after.slice(0, 3))).toBeLessThan(150);
      expect(peak).toBeLessThan(1200);
    },
  );
});
