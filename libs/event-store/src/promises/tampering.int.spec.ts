import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import { migrate } from '../postgres/migrate.js';
import { execute, Log } from './logs.contract.js';

describe('a log that somebody lays hands on', () => {
  let database: TestDatabase;
  let log: Log;
  let store: EventStore;
  beforeEach(async () => {
    database = await testPostgres();
    log = await Log.create(database.url);
    store = log.open();
    for (let n = 0; n < 6; n += 1) {
      await store.append(`a:${n % 2}`, [anEvent({ n }), anEvent({ n }), anEvent({ n })]);
    }
  });
  afterEach(async () => {
    await log.close();
    await database.close();
  });

  const asSuperuser = (...statements: readonly string[]) =>
    execute(
      database.url,
      ...['event', 'commit', 'head', 'stream', 'epoch'].map((table) => `alter table log.${table} disable trigger user`),
      ...statements,
    );

  it('is intact before', async () => {
    expect(await store.verifyLog()).toEqual({ intact: true, events: 18, position: 18 });
  });

  it.each([
    ['one byte of data', 11, `update log.event set data = replace(data::text, '3', '4')::json where position = 11`],
    ['a space in data', 11, `update log.event set data = (data::text || ' ')::json where position = 11`],
    ['who did it', 5, `update log.event set meta = replace(meta::text, 'tester', 'nobody')::json where position = 5`],
    ['a type', 7, `update log.event set type = 'Other' where position = 7`],
    ['a schema version', 7, `update log.event set schema_version = 2 where position = 7`],
    ['a stream', 7, `update log.event set stream_id = 'a:9' where position = 7`],
    ['a version', 18, `update log.event set version = 99 where position = 18`],
    ['a time', 9, `update log.event set recorded_at = recorded_at - interval '1 hour' where position = 9`],
    ['an event that was removed', 8, `delete from log.event where position = 8`],
    [
      'data together with its hash (its commit is named)',
      10,
      `update log.event set data = '{"n":"x"}',
        payload_hash = log.payload_hash(stream_id, version, type, schema_version, meta::text, '{"n":"x"}') where position = 11`,
    ],
    ['an event id', 13, `update log.event set event_id = gen_random_uuid() where position = 14`],
    ['the hash of a commit', 4, `update log.commit set hash = sha256('x') where last_position = 6`],
    ['a commit that was removed', 7, `delete from log.commit where last_position = 9`],
    ['the end of the log', 19, `update log.head set chain = sha256('x')`],
    [
      'the last commit, with its events',
      16,
      `delete from log.event where position > 15; delete from log.commit where last_position > 15`,
    ],
    [
      'its past, hidden as a redaction',
      4,
      `update log.event set redacted_at = now(), payload_hash = sha256('x') where position = 4`,
    ],
  ])('is found out at its position: %s', async (_, position, statement) => {
    await asSuperuser(statement);
    expect(await store.verifyLog()).toMatchObject({ intact: false, firstBadPosition: position });
  });

  it.each(['event', 'commit', 'epoch'])(
    'refuses to change or remove rows of %s, to the owner as well',
    async (table) => {
      await expect(
        execute(
          database.url,
          `update log.${table} set chain = chain`
            .replace(/set.*/, 'set recorded_at = now()')
            .replace('epoch set recorded_at', 'epoch set started_at'),
        ),
      ).rejects.toThrow('append-only');
      await expect(execute(database.url, `delete from log.${table}`)).rejects.toThrow('append-only');
      await expect(execute(database.url, `truncate log.${table}`)).rejects.toThrow('append-only');
    },
  );

  it('still verifies after data were redacted, and shows that they were', async () => {
    await execute(database.url, 'select log.redact(5)');
    expect(await store.verifyLog()).toEqual({ intact: true, events: 18, position: 18 });
    const [event] = await store.readAll({ after: 4, limit: 1 });
    expect(event).toMatchObject({ data: { redacted: true }, meta: { actor: 'user:tester' } });
    await expect(
      execute(database.url, `update log.event set redacted_at = now(), data = '{"n":7}' where position = 6`),
    ).rejects.toThrow('append-only');
    await expect(execute(database.url, 'update log.event set redacted_at = null where position = 5')).rejects.toThrow(
      'append-only',
    );
  });

  it('appends for nobody whose search_path could hold functions of their own', async () => {
    const call = `select * from log.append_unit('a:1', -1, array[gen_random_uuid()], array['T'], array[1], array['{}'], array['{}'])`;
    await expect(execute(database.url, call)).rejects.toThrow('set search_path');
    const rows = await execute<{ outcome: string }>(database.url, 'set search_path to pg_catalog, pg_temp', call);
    expect(rows[0]?.outcome).toBe('appended');
  });

  it('lets a writer append, read and subscribe, and nothing else', async () => {
    const role = `writer_${database.name}`;
    await execute(database.url, `create role ${role} login password 'writer'`);
    await migrate(database.url, 'log', { writerRole: role });
    const url = new URL(database.url);
    url.username = role;
    url.password = 'writer';
    const writer = log.open({ connection: url.href });
    expect(await writer.append('a:1', [anEvent()])).toMatchObject({ kind: 'appended', position: 19 });
    expect(await writer.verifyLog()).toMatchObject({ intact: true });
    const subscription = writer.subscribe({ name: 'reader', handler: () => {} });
    expect(await subscription.waitFor(19)).toBe(true);
    await subscription.stop();
    for (const statement of [
      `insert into log.stream (stream_id, version) values ('x', 1)`,
      'update log.head set position = 0',
      `update log.event set type = 'X'`,
      'delete from log.commit',
      'truncate log.event',
      'select log.redact(1)',
      'alter table log.event disable trigger user',
      'drop table log.event',
    ]) {
      await expect(execute(url.href, statement)).rejects.toThrow(/permission denied|must be owner/);
    }
    await log.close();
    await execute(database.url, `drop owned by ${role}`, `drop role ${role}`);
  });

  it('lets nobody in who was given nothing', async () => {
    const role = `stranger_${database.name}`;
    await execute(database.url, `create role ${role} login password 'stranger'`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'stranger';
    await expect(execute(url.href, 'select * from log.event')).rejects.toThrow('permission denied');
    await execute(database.url, `drop role ${role}`);
  });
});
