import { dedicatedPostgres, testPostgres, type TestDatabase } from '@enginehouse/testing';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { joinTokenStoreContract } from '../../testing/join-token-store.contract.js';
import { signInCodeStoreContract } from '../../testing/sign-in-code-store.contract.js';
import { tokenStoreContract } from '../../testing/token-store.contract.js';
import { openDatabase } from './database.js';
import { TypeormJoinTokenStore } from './typeorm-join-token-store.js';
import { TypeormSignInCodeStore } from './typeorm-sign-in-code-store.js';
import { TypeormTokenStore } from './typeorm-token-store.js';

const opened: { readonly database: TestDatabase; readonly dataSource: DataSource }[] = [];

async function freshDatabase(): Promise<DataSource> {
  const database = await testPostgres();
  const dataSource = await openDatabase({ url: database.url });
  opened.push({ database, dataSource });
  return dataSource;
}

const closeAll = async () => {
  for (const { database, dataSource } of opened.splice(0)) {
    await dataSource.destroy();
    await database.close();
  }
};
afterAll(closeAll);

tokenStoreContract('access tokens in PostgreSQL', async () => new TypeormTokenStore(await freshDatabase()));
signInCodeStoreContract('in PostgreSQL', async () => new TypeormSignInCodeStore(await freshDatabase()));
joinTokenStoreContract('join tokens in PostgreSQL', async () => new TypeormJoinTokenStore(await freshDatabase()));

describe('the database of the api', () => {
  afterEach(closeAll);

  it('can be opened by several processes at the same time', async () => {
    const database = await testPostgres();
    const all = await Promise.all([1, 2, 3].map(() => openDatabase({ url: database.url })));
    expect(await new TypeormTokenStore(all[0] as DataSource).isNew()).toEqual({ ok: true, value: true });
    await Promise.all(all.map((each) => each.destroy()));
    await database.close();
  });

  it('lets the role of the service change tokens and delete none', async () => {
    const database = await testPostgres();
    const owner = await openDatabase({ url: database.url });
    const role = `api_${database.name}`;
    await owner.query(`create role ${role} login password 'secret'`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'secret'];
    const service = await openDatabase({ url: url.href, migrationUrl: database.url });
    const store = new TypeormJoinTokenStore(service);
    const created = { createdAt: new Date().toISOString(), createdBy: 'x', expiresAt: null, usedBy: null };
    await store.add({ name: 'a', hash: 'a'.repeat(64), singleUse: true, ...created });
    const claim = { tokenHash: 'a'.repeat(64), worker: 'w', publicKey: 'U', now: new Date() };
    expect(await store.claim(claim)).toEqual({ ok: true, value: undefined });
    const codes = new TypeormSignInCodeStore(service);
    await codes.add({ hash: 'c'.repeat(64), sealedToken: 'x', expiresAt: new Date(Date.now() + 60_000) }, new Date());
    expect(await codes.take('c'.repeat(64), new Date())).toEqual({ ok: true, value: 'x' });
    await expect(service.query('delete from api.token')).rejects.toThrow('permission denied');
    await service.destroy();
    await owner.query(`drop owned by ${role}; drop role ${role}`);
    await owner.destroy();
    await database.close();
  });

  it('is a stated problem while it is away, and works again when it is back', async () => {
    const server = await dedicatedPostgres();
    const dataSource = await openDatabase({ url: server.url });
    const store = new TypeormTokenStore(dataSource);
    await server.stop('immediate');
    expect(await store.list()).toMatchObject({ ok: false, error: { code: 'unavailable', retryAfterSeconds: 2 } });
    await server.start();
    await expect.poll(() => store.list()).toEqual({ ok: true, value: [] });
    await dataSource.destroy();
    await server.close();
  });
});
