import { dedicatedPostgres, testPostgres, testRedis, waitUntil, type TestDatabase } from '@enginehouse/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JobStoreProbe, keyPrefix, migrateJobs, postgresJobStore, redisJobStore, type JobStore } from './index.js';

const ignored = () => undefined;
const optionsOf = (store: JobStore) => ({ connection: store.connection, prefix: keyPrefix });

describe('jobs in PostgreSQL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testPostgres();
  });
  afterEach(() => database.close());

  const open = (schema: string, url = database.url) => postgresJobStore(url, { schema, applicationName: schema });

  it('of two schemas know nothing of each other, and are there again after a second migration', async () => {
    for (const schema of ['one_jobs', 'two_jobs', 'one_jobs']) await migrateJobs(database.url, { schema });
    const [one, two] = await Promise.all([open('one_jobs'), open('two_jobs')]);
    const [queue, other] = [one, two].map((store) => new store.classes.Queue('work', optionsOf(store)));
    await queue?.add('job', { n: 1 });
    await migrateJobs(database.url, { schema: 'one_jobs' });
    expect(await queue?.getWaitingCount()).toBe(1);
    expect(await other?.getWaitingCount()).toBe(0);
    await Promise.all([queue?.close(), other?.close()]);
    await Promise.all([one.close(), two.close()]);
  });

  it('are worked on by a role that may do nothing else', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const role = `service_${database.name}`;
    await admin.query(`create role ${role} login password 'test'`);
    await admin.query(`revoke all on database ${database.name} from public; revoke all on schema public from public`);
    await admin.query(`grant connect on database ${database.name} to ${role}`);
    await migrateJobs(database.url, { schema: 'jobs', service: role });
    const url = new URL(database.url);
    url.username = role;
    url.password = 'test';
    const store = await open('jobs', url.href);
    const done: unknown[] = [];
    const queue = new store.classes.Queue<number>('work', optionsOf(store));
    const worker = new store.classes.Worker<number>('work', (job) => Promise.resolve(done.push(job.data)), {
      ...optionsOf(store),
    });
    worker.on('error', ignored);
    await queue.add('job', 7);
    await waitUntil(() => done.length === 1, { what: 'the job' });
    await worker.close();
    await queue.close();
    await store.close();
    // What the role has made as it went must not be in the way of the next migration.
    await migrateJobs(database.url, { schema: 'jobs', service: role });
    const limited = new pg.Client({ connectionString: url.href });
    await limited.connect();
    await expect(limited.query('drop table jobs.job')).rejects.toThrow('must be owner');
    await expect(limited.query('create schema mine')).rejects.toThrow('permission denied');
    await limited.end();
    await admin.query(`drop owned by ${role}; drop role ${role}`);
    await admin.end();
  });

  it('show whose connections they are', async () => {
    await migrateJobs(database.url, { schema: 'jobs' });
    const store = await postgresJobStore(database.url, { schema: 'jobs', applicationName: 'enginehouse-test-jobs' });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where application_name = 'enginehouse-test-jobs'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    await client.end();
    await store.close();
  });

  it('are refused where nobody answers', async () => {
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    await expect(open('jobs', nowhere.href)).rejects.toThrow('ECONNREFUSED');
  });
});

describe.each(['PostgreSQL', 'Redis'] as const)('the probe of %s', (kind) => {
  it('tells when it is away, and when it is back', { timeout: 60_000 }, async () => {
    const server = kind === 'Redis' ? await testRedis() : await dedicatedPostgres();
    if (kind === 'PostgreSQL') await migrateJobs(server.url, { schema: 'jobs' });
    const store =
      kind === 'Redis'
        ? redisJobStore(server.url)
        : await postgresJobStore(server.url, { schema: 'jobs', applicationName: 'test' });
    const probe = new JobStoreProbe(store, ignored);
    expect(probe.status()).toEqual({ ok: true, detail: `jobs are kept in ${kind}` });
    await server.kill();
    await waitUntil(() => !probe.status().ok, { what: 'an outage', timeout: 20_000 });
    expect(probe.status().detail).toContain(`${kind}, where the jobs are, does not answer: `);
    await server.start();
    await waitUntil(() => probe.status().ok, { what: 'its end', timeout: 20_000 });
    await probe.close();
    await store.close();
    await server.close();
  });
});
