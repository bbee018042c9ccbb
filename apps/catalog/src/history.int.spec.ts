import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog as contracts } from '@enginehouse/contracts';
import { testNats, testPostgres, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { definition, version } from './testing/given.js';
import { header } from './testing/in-memory-catalog.js';
import { startCatalog, type RunningCatalog } from './testing/running-catalog.js';

let database: TestDatabase;
let nats: TestNats;
let catalog: RunningCatalog;
const used = new Map<string, readonly string[]>();

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  catalog = await startCatalog({
    databaseUrl: database.url,
    natsUrl: nats.url,
    deployments: (backend, name) => used.get(`${backend}@${name ?? ''}`) ?? [],
  });
});

afterAll(async () => {
  await catalog.stop();
  await Promise.all([database.close(), nats.close()]);
});

async function register(name: string): Promise<number> {
  const wanted = definition(name, { description: 'first', versions: [version('v1', { env: { A: '1', B: '2' } })] });
  const done = await catalog.ask(contracts.registerBackend, { definition: wanted });
  return done.ok ? done.value.revision : 0;
}

async function described(name: string, description: string): Promise<number> {
  const done = await catalog.ask(contracts.describeBackend, { name, changes: { description } });
  return done.ok ? done.value.revision : 0;
}

describe('the way back', () => {
  it('shows what differs and undoes it by one event, which all readers see at once', async () => {
    const name = 'Undone-custom';
    const first = await register(name);
    const second = await described(name, 'second');
    const changes = [{ path: ['description'], before: 'first', after: 'second' }];
    await expect(catalog.ask(contracts.diffBackend, { name })).resolves.toEqual({
      ok: true,
      value: { name, from: first, to: second, changes },
    });
    const asked = header(undefined, { reason: 'was better' });
    const back = await catalog.ask(contracts.rollBackBackend, { name, toRevision: first }, asked);
    expect(back).toMatchObject({ value: { changed: true } });
    await expect(catalog.ask(contracts.getBackend, { name })).resolves.toMatchObject({
      value: { revision: second + 1, definition: { description: 'first' } },
    });
    await expect(catalog.ask(contracts.audit, { backend: name.toLowerCase(), limit: 1 })).resolves.toMatchObject({
      value: {
        items: [
          { position: second + 1, backend: name, reason: 'was better', text: `rolled back to revision ${first}` },
        ],
        nextBefore: second + 1,
      },
    });
    await expect(catalog.ask(contracts.rollBackBackend, { name, toRevision: first })).resolves.toMatchObject({
      value: { revision: second + 1, changed: false },
    });
  });

  it('leads out of a deletion, on condition of the revision that was read', async () => {
    const name = 'restored-custom';
    const first = await register(name);
    await catalog.ask(contracts.deleteBackend, { name });
    const back = { name, toRevision: first };
    await expect(catalog.ask(contracts.rollBackBackend, { ...back, expectedRevision: first })).resolves.toMatchObject({
      error: { code: 'stale-revision', currentRevision: first + 1 },
    });
    const done = await catalog.ask(contracts.rollBackBackend, { ...back, expectedRevision: first + 1 });
    expect(done).toMatchObject({ value: { revision: first + 2, changed: true } });
    await expect(catalog.ask(contracts.getBackend, { name })).resolves.toMatchObject({
      value: { definition: { description: 'first' } },
    });
    await expect(catalog.ask(contracts.rollBackBackend, { name, toRevision: first + 1 })).resolves.toMatchObject({
      error: { code: 'revision-not-found', hint: expect.stringContaining('history') as string },
    });
  });

  it('takes away no version in use', async () => {
    const name = 'held-custom';
    const first = await register(name);
    await catalog.ask(contracts.addVersion, { name, version: version('v2') });
    used.set(`${name}@v2`, ['chat']);
    await expect(catalog.ask(contracts.rollBackBackend, { name, toRevision: first })).resolves.toMatchObject({
      error: { code: 'version-in-use', extra: { deployments: ['chat'] } },
    });
  });

  it('brings a built-in backend back to what users had made of it', async () => {
    const name = 'vLLM';
    const shipped = await catalog.ask(contracts.getBackend, { name });
    const revision = shipped.ok ? shipped.value.revision : 0;
    await catalog.ask(contracts.addVersion, { name, version: version('9.9.9-custom') });
    await described(name, 'mine');
    await expect(catalog.ask(contracts.rollBackBackend, { name, toRevision: revision })).resolves.toMatchObject({
      value: { changed: true },
    });
    const now = await catalog.ask(contracts.getBackend, { name });
    expect(now.ok && now.value.definition).toEqual(shipped.ok && shipped.value.definition);
  });
});

describe('the state at a time', () => {
  it('is that of the log’s own clock', async () => {
    const name = 'timed-custom';
    const first = await register(name);
    const before = await catalog.ask(contracts.getBackend, { name });
    const at = before.ok ? before.value.updatedAt : '';
    while (Date.now() <= Date.parse(at) + 2);
    await described(name, 'second');
    await expect(catalog.ask(contracts.getBackend, { name, at })).resolves.toMatchObject({
      value: { revision: first },
    });
    await expect(catalog.ask(contracts.exportBackend, { name, at })).resolves.toMatchObject({
      value: { revision: first, yaml: expect.stringContaining('description: first') as string },
    });
    await expect(catalog.ask(contracts.getBackend, { name, at: '2001-01-01T00:00:00Z' })).resolves.toMatchObject({
      error: {
        code: 'backend-not-found',
        detail: expect.stringContaining(`first registered at revision ${first}`) as string,
      },
    });
  });
});

describe('a version', () => {
  it('is edited field by field, also by two at once', async () => {
    const name = 'fields-custom';
    await register(name);
    const edit = (changes: object) => catalog.ask(contracts.editVersion, { name, version: 'v1', changes });
    const results = await Promise.all([
      edit({ env: { A: '9' } }),
      edit({ env: { B: null } }),
      edit({ run_command: 'serve --port {{port}}' }),
    ]);
    expect(results.every((result) => result.ok)).toBe(true);
    await expect(catalog.ask(contracts.getBackend, { name })).resolves.toMatchObject({
      value: {
        definition: { versions: [{ ...version('v1'), env: { A: '9' }, run_command: 'serve --port {{port}}' }] },
      },
    });
    const odd = { images: [{ framework: 'cpu', image_name: 'e:1', oops: true }] };
    await expect(edit(odd)).resolves.toMatchObject({ error: { code: 'invalid-input' } });
  });
});

describe('the audit view', () => {
  it('tells what services did too, and knows no types that there are not', async () => {
    const seeded = await catalog.ask(contracts.audit, { actor: 'service:catalog', type: 'BackendRegistered' });
    expect(seeded.ok && seeded.value.items.map(({ backend }) => backend)).toContain('vLLM');
    await expect(catalog.ask(contracts.audit, { type: 'Painted' } as never)).resolves.toMatchObject({
      error: { code: 'invalid-input', errors: [{ path: ['type'] }] },
    });
    await expect(catalog.ask(contracts.audit, { since: 'yesterday' })).resolves.toMatchObject({
      error: { code: 'invalid-input', errors: [{ path: ['since'] }] },
    });
  });
});
