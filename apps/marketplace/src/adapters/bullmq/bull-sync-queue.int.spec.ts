import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { problemOf } from '@enginehouse/contracts';
import { migrateJobs, postgresJobStore, redisJobStore, type JobStore } from '@enginehouse/jobs';
import { testPostgres, testRedis, waitUntil, type TestDatabase, type TestRedis } from '@enginehouse/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  gate,
  quickSettings,
  storyOf,
  syncQueueContract,
  wish,
  type StartableQueue,
} from '../../testing/sync-queue.contract.js';
import { BullSyncQueue } from './bull-sync-queue.js';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const script = fileURLToPath(new URL('../../../dist/testing/sync-queue-child.js', import.meta.url));
const jobsIn = { schema: 'marketplace_jobs', applicationName: 'enginehouse-marketplace-jobs' };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('needs of PostgreSQL nothing but the jobs', async () => {
  const database = await testPostgres();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const role = `service_${database.name}`;
  await admin.query(`create role ${role} login password 'test'`);
  await admin.query(`revoke all on database ${database.name} from public; revoke all on schema public from public`);
  await admin.query(`grant connect on database ${database.name} to ${role}`);
  await migrateJobs(database.url, { schema: jobsIn.schema, service: role });
  const url = new URL(database.url);
  url.username = role;
  url.password = 'test';
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const story = storyOf(
    async (parts) => new BullSyncQueue({ ...parts, store: await postgresJobStore(url.href, jobsIn), onError }),
  );
  const problem = problemOf('source-unavailable', 'It does not answer.');
  const { queue, jobs } = await story(({ attempt }, { onProgress }) => {
    onProgress('fetching', attempt, null);
    return Promise.resolve(attempt === 1 ? { kind: 'failed', problem, again: true } : { kind: 'done' });
  });
  queue.start();
  await queue.schedule('one', 1);
  const { run } = await queue.enqueue(wish('two'));
  await waitUntil(() => jobs.length >= 4, { what: 'two syncs of two attempts each', timeout: 15_000 });
  await waitUntil(async () => (await queue.progress(run))?.done === 2, { what: 'progress' });
  await queue.forget('one');
  await queue.close();
  expect(errors).toEqual([]);
  await admin.query(`drop owned by ${role}; drop role ${role}`);
  await admin.end();
  await database.close();
});

describe.each(['PostgreSQL', 'Redis'] as const)('syncs in %s', (kind) => {
  let database: TestDatabase | undefined;
  let redis: TestRedis | undefined;

  /** A place of its own for each test. */
  beforeEach(async () => {
    if (kind === 'Redis') redis = await testRedis();
    else {
      database = await testPostgres();
      await migrateJobs(database.url, { schema: jobsIn.schema });
    }
  });
  afterEach(async () => {
    await redis?.close();
    await database?.close();
  });

  const openStore = async (): Promise<JobStore> =>
    redis ? redisJobStore(redis.url) : postgresJobStore(database?.url ?? '', jobsIn);
  const open = async (parts: Parameters<Parameters<typeof syncQueueContract>[0]>[0]): Promise<StartableQueue> =>
    new BullSyncQueue({ ...parts, store: await openStore(), onError: () => undefined });

  syncQueueContract(open);

  describe('after a restart', () => {
    const story = storyOf(open);

    it('keeps the schedules with their clocks, and the runs that wait', async () => {
      const before = await story(() => Promise.resolve({ kind: 'done' }));
      await before.queue.schedule('one', 3600);
      const next = await before.queue.nextAt('one');
      const { run } = await before.queue.enqueue(wish('two'));
      await before.queue.close();
      const after = await story(() => Promise.resolve({ kind: 'done' }));
      await after.queue.schedule('one', 3600);
      expect(await after.queue.nextAt('one')).toBe(next);
      after.queue.start();
      await waitUntil(() => after.jobs.length === 1, { what: 'the sync' });
      expect(after.jobs[0]).toMatchObject({ run, source: 'two', attempt: 1 });
      await after.queue.close();
    });

    it('makes a sync soon that was due while nothing ran, and only once', async () => {
      const before = await story(() => Promise.resolve({ kind: 'done' }));
      await before.queue.schedule('one', 1);
      await before.queue.close();
      await new Promise((resolve) => setTimeout(resolve, 3500));
      const after = await story(() => Promise.resolve({ kind: 'done' }));
      after.queue.start();
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(after.jobs).toHaveLength(1);
      await after.queue.close();
    });

    it('makes an interrupted attempt again, which does not count as one', async () => {
      const before = await story(
        (_job, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      );
      before.queue.start();
      const { run } = await before.queue.enqueue(wish('one'));
      await waitUntil(() => before.jobs.length === 1, { what: 'the sync' });
      await before.queue.close();
      expect(before.abandoned).toEqual([]);
      const after = await story(() => Promise.resolve({ kind: 'done' }));
      expect(await after.queue.enqueue(wish('one'))).toEqual({ run, joined: true });
      after.queue.start();
      await waitUntil(() => after.jobs.length === 1, { what: 'the sync' });
      expect(after.jobs[0]).toMatchObject({ run, attempt: 1 });
      await after.queue.close();
    });
  });

  it('are made only once where the process was too busy to hold the job, and goes on', async () => {
    const lockMs = 300;
    const { opened: mayEnd, open: end } = gate();
    const { queue, jobs } = await storyOf(open)(
      async () => {
        await pause(lockMs);
        const until = Date.now() + lockMs * 3;
        while (Date.now() < until);
        await mayEnd;
        return { kind: 'done' };
      },
      { lockMs },
    );
    queue.start();
    await queue.enqueue(wish('one'));
    await waitUntil(() => jobs.length === 1, { what: 'the sync' });
    // Long enough for the job to be given to somebody else, several times.
    await pause(lockMs * 12);
    expect(jobs).toHaveLength(1);
    end();
    await waitUntil(async () => !(await queue.enqueue(wish('one'))).joined, { what: 'its end' });
    await queue.close();
  });

  describe('in a process that is killed', () => {
    const story = storyOf(open);
    const settings = { ...quickSettings, timeBoxMs: 600_000, lockMs: 1000 };
    let child: ChildProcess | undefined;
    let said = '';
    beforeAll(() => {
      execFileSync(`${root}node_modules/.bin/tsc`, ['-b', `${root}apps/marketplace`], { stdio: 'inherit' });
    }, 120_000);

    const startChild = async (): Promise<void> => {
      said = '';
      const options = JSON.stringify({ databaseUrl: database?.url, redisUrl: redis?.url, settings });
      const started = spawn(process.execPath, [script, options], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      started.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await waitUntil(() => said.includes('up'), { what: 'the process', timeout: 40_000 });
    };
    const kill = async (): Promise<void> => {
      child?.kill('SIGKILL');
      if (child) await once(child, 'exit');
    };
    afterAll(() => void child?.kill('SIGKILL'));

    it('are taken up by the next one, with the same run and the same attempt', { timeout: 90_000 }, async () => {
      const asking = await story(() => Promise.resolve({ kind: 'done' }), settings);
      await startChild();
      const { run } = await asking.queue.enqueue(wish('one'));
      await waitUntil(() => said.includes(run), { what: 'the attempt', timeout: 20_000 });
      await kill();
      expect(await asking.queue.enqueue(wish('one'))).toEqual({ run, joined: true });
      asking.queue.start();
      await waitUntil(() => asking.jobs.length === 1, { what: 'the next attempt', timeout: 20_000 });
      expect(asking.jobs[0]).toEqual({ run, ...wish('one'), attempt: 1, attempts: 3, retryAfterMs: 50 });
      await waitUntil(async () => !(await asking.queue.enqueue(wish('one'))).joined, { what: 'its end' });
      await asking.queue.close();
    });

    it('are given up where one process after the other dies of them', { timeout: 180_000 }, async () => {
      const asking = await story(() => Promise.resolve({ kind: 'done' }), settings);
      const { run } = await asking.queue.enqueue(wish('one'));
      for (let deaths = 0; deaths < 4; deaths += 1) {
        await startChild();
        await waitUntil(() => said.includes(run), { what: 'an attempt', timeout: 30_000 });
        await kill();
      }
      asking.queue.start();
      await waitUntil(() => asking.abandoned.length === 1, { what: 'its end', timeout: 30_000 });
      expect(asking.jobs).toEqual([]);
      expect(asking.abandoned[0]).toMatchObject({ run, problem: { code: 'internal' } });
      expect(asking.abandoned[0]?.problem.detail).toContain('died 4 times');
      await asking.queue.close();
    });
  });
});
