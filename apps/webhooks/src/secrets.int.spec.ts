import { expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import pg from 'pg';
import { Receiver } from './testing/receiver.js';
import { startWebhooks, valueOf } from './testing/running-webhooks.js';

const canary = 'canary-4f1d9c7e';

/** The address of the same database for a role of its own, as the launcher makes them. */
async function withRole(admin: pg.Client, url: string, role: string): Promise<string> {
  await admin.query(`create role ${role} login password 'test'`);
  const address = new URL(url);
  address.username = role;
  address.password = 'test';
  return address.href;
}

/** Every row of every table, as text. */
async function everything(admin: pg.Client): Promise<string> {
  const tables = await admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const result = await admin.query<{ row: string }>(`select t::text as row from ${name} t`);
    rows.push(...result.rows.map(({ row }) => row));
  }
  return rows.join('\n');
}

it('stores neither secret nor URL in plain, and works as a role that can do no more than it must', async () => {
  const [database, nats, receiver] = await Promise.all([
    testPostgres(),
    testNats(),
    Receiver.start(() => ({ status: 500 })),
  ]);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const role = `service_${database.name}`;
  const owner = await withRole(admin, database.url, `owner_${database.name}`);
  const service = await withRole(admin, database.url, role);
  // As infra/postgres/roles.sql has it.
  await admin.query(`revoke all on database ${database.name} from public; revoke all on schema public from public`);
  await admin.query(`grant connect, temporary on database ${database.name} to ${role}`);
  await admin.query(`grant connect, create on database ${database.name} to owner_${database.name}`);
  const lines: string[] = [];
  const options = {
    databaseUrl: service,
    migrationUrl: owner,
    natsUrl: nats.url,
    onLog: (line: string) => lines.push(line),
  };
  const webhooks = await startWebhooks(options);
  const messages: string[] = [];
  webhooks.bus.subscribe('>', (payload) => void messages.push(JSON.stringify(payload)));

  const secret = await webhooks.add('sealed', `${receiver.url}/${canary}?token=${canary}`);
  const key = secret.slice('whsec_'.length);
  const [event] = webhooks.logs.appendMany('catalog', 'VersionAdded', 1);
  await waitUntil(async () => (await webhooks.deliveries('sealed', 'dead')).length === 1, {
    what: 'a dead letter',
    timeout: 15_000,
  });
  const view = valueOf(await webhooks.ask(contracts.getWebhook, { name: 'sealed' }));
  expect(view.url).toBe(`${receiver.url}/${canary}?token=********`);
  const answers = JSON.stringify([view, await webhooks.deliveries('sealed')]);
  const stored = await everything(admin);
  expect(stored).toContain(event?.id);
  for (const [where, text] of Object.entries({ stored, logs: lines.join('\n') })) {
    expect([where, text.includes(canary), text.includes(key)]).toEqual([where, false, false]);
  }
  expect(lines.some((line) => line.includes('a delivery failed'))).toBe(true);
  expect([answers, ...messages].join('\n')).not.toContain(key);
  expect(messages.filter((message) => message.includes(`token=${canary}`))).toEqual([]);

  // Several at once make things in the database that a later start must not stumble over.
  webhooks.logs.appendMany('catalog', 'VersionAdded', 3);
  await waitUntil(async () => (await webhooks.deliveries('sealed', 'dead')).length === 4, {
    what: 'more dead letters',
    timeout: 15_000,
  });
  await webhooks.restart();
  expect(await webhooks.deliveries('sealed', 'dead')).toHaveLength(4);

  valueOf(await webhooks.ask(contracts.removeWebhook, { name: 'sealed' }));
  const left = 'select 1 from webhooks_jobs.job union all select 1 from webhooks.position';
  await waitUntil(async () => (await admin.query(left)).rowCount === 0, {
    what: 'nothing to be left',
    timeout: 15_000,
  });

  const limited = new pg.Client({ connectionString: service });
  await limited.connect();
  await expect(limited.query('delete from webhooks.event')).rejects.toThrow('permission denied');
  await expect(limited.query('create table webhooks.mine (id int)')).rejects.toThrow('permission denied');
  await limited.end();
  await webhooks.stop();
  await receiver.stop();
  await admin.query(`drop owned by ${role}, owner_${database.name}`);
  await admin.query(`drop role ${role}, owner_${database.name}`);
  await admin.end();
  await Promise.all([database.close(), nats.close()]);
});
