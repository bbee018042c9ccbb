import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalog as contracts, catalogNews, catalogNewsSubject, type RecordedEvent } from '@enginehouse/contracts';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { builtInBackends } from '@enginehouse/backend-spec';
import { definition, version } from './testing/given.js';
import { header } from './testing/in-memory-catalog.js';
import { startCatalog, type RunningCatalog } from './testing/running-catalog.js';

let database: TestDatabase;
let nats: TestNats;
let catalog: RunningCatalog;
const used = new Map<string, readonly string[]>();
const deployments = (backend: string, name: string | undefined) => used.get(`${backend}@${name ?? ''}`) ?? [];

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  catalog = await startCatalog({ databaseUrl: database.url, natsUrl: nats.url, deployments });
});

afterAll(async () => {
  await catalog.stop();
  await Promise.all([database.close(), nats.close()]);
});

const register = (name: string) =>
  catalog.ask(contracts.registerBackend, {
    definition: definition(name, { versions: [version('v1'), version('v2')] }),
  });

/** Every event of the stream CATALOG from a position on. */
async function published(after: number, count: number): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const tail = catalog.bus.tail({ stream: 'CATALOG', after, handler: (event) => void events.push(event) });
  await waitUntil(() => events.length >= count, { what: `${count} events behind ${after}`, timeout: 10_000 });
  tail.stop();
  return events;
}

describe('a fresh installation', () => {
  it('has the built-in backends, which cannot be deleted', async () => {
    const listed = await catalog.ask(contracts.listBackends, { source: 'built_in' });
    expect(listed.ok && listed.value.items.map(({ name }) => name).toSorted()).toEqual([...builtInBackends].toSorted());
    await expect(catalog.ask(contracts.deleteBackend, { name: 'vLLM' })).resolves.toMatchObject({
      error: { code: 'cannot-delete-built-in' },
    });
  });
});

describe('news of what has changed', () => {
  const told: (readonly string[] | null)[] = [];
  let servers: (string | null)[] = [];
  beforeAll(() => {
    catalog.bus.subscribe(catalogNewsSubject, (payload) => {
      const { changed, server } = catalogNews.parse(payload);
      servers.push(server);
      if (changed?.length !== 0) told.push(changed);
    });
  });
  beforeEach(async () => {
    await catalog.bus.caughtUp(5000);
    told.length = 0;
    servers = [];
  });

  it('come before the answer to the change, also where it was made before', async () => {
    const asked = header('b7a9f1de-58a5-4a6f-a2ab-51e0ab3f0a02');
    const input = { definition: definition('News-custom') };
    for (let n = 0; n < 2; n += 1) {
      const before = told.length;
      await catalog.ask(contracts.registerBackend, input, asked);
      // What comes over one connection comes in order, so nothing has to be waited for.
      expect(told.slice(before)).toContainEqual(['news-custom']);
    }
  });

  it('come for what did not come by a command, and while nothing changes, with the server they are told on', async () => {
    const event = {
      id: randomUUID(),
      type: 'BackendRegistered',
      schemaVersion: 1,
      data: { source: 'custom', definition: definition('silent-custom') },
      meta: { actor: 'user:ada', correlationId: 'c' },
    };
    await catalog.parts.store.append('backend:silent-custom', [event], { expectedVersion: 0 });
    await waitUntil(() => told.some((names) => names?.includes('silent-custom')), { what: 'news', timeout: 10_000 });
    const seen = servers.length;
    await waitUntil(() => servers.length > seen, { what: 'a sign of life', timeout: 10_000 });
    expect(new Set(servers)).toEqual(new Set([catalog.bus.soleServer()]));
  });
});

describe('a command', () => {
  it('becomes an event on JetStream at its log position, and can be read at once', async () => {
    const registered = await register('published-custom');
    const revision = registered.ok ? registered.value.revision : 0;
    await expect(catalog.ask(contracts.getBackend, { name: 'published-custom' })).resolves.toMatchObject({
      value: { revision, updatedBy: 'user:ada' },
    });
    const [event] = await published(revision - 1, 1);
    expect(event).toMatchObject({
      position: revision,
      streamId: 'backend:published-custom',
      type: 'BackendRegistered',
      meta: { actor: 'user:ada' },
      data: { definition: { backend_name: 'published-custom' } },
    });
  });

  it('that is repeated answers the first result and publishes nothing new', async () => {
    const asked = header('b7a9f1de-58a5-4a6f-a2ab-51e0ab3f0a01');
    const input = { definition: definition('repeated-custom') };
    const first = await catalog.ask(contracts.registerBackend, input, asked);
    const [second, third] = await Promise.all([
      catalog.ask(contracts.registerBackend, input, asked),
      catalog.ask(contracts.registerBackend, input, asked),
    ]);
    expect([second, third]).toEqual([first, first]);
    await expect(
      catalog.ask(contracts.registerBackend, { definition: definition('another-custom') }, asked),
    ).resolves.toMatchObject({ error: { code: 'idempotency-key-reused' } });
  });

  it('with input of the wrong shape is refused with the field’s path', async () => {
    const wrong = { name: 'x', version: { name: 'v1', images: 'none' } } as never;
    await expect(catalog.ask(contracts.addVersion, wrong)).resolves.toMatchObject({
      error: { code: 'invalid-input', errors: [{ path: ['version', 'images'] }] },
    });
  });
});

describe('concurrent edits', () => {
  it('of one revision have one winner each, and the losers learn what changed', async () => {
    const name = 'contended-custom';
    await register(name);
    for (let round = 0; round < 3; round += 1) {
      const now = await catalog.ask(contracts.getBackend, { name });
      const expectedRevision = now.ok ? now.value.revision : 0;
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          catalog.ask(contracts.describeBackend, {
            name,
            changes: { description: `round ${round}, writer ${n}` },
            expectedRevision,
          }),
        ),
      );
      const winners = results.filter((result) => result.ok);
      const losers = results.filter((result) => !result.ok).map((result) => result.error);
      expect(winners).toHaveLength(1);
      expect(losers).toHaveLength(49);
      for (const loser of losers) {
        expect(loser).toMatchObject({
          code: 'stale-revision',
          status: 412,
          extra: { diff: [{ path: ['description'] }] },
        });
        expect(loser.currentRevision).toBeGreaterThan(expectedRevision);
      }
    }
  });
});

describe('what deployments use', () => {
  it('stays, and the refusal names them', async () => {
    await register('used-custom');
    used.set('used-custom@v2', ['chat']);
    used.set('used-custom@', ['chat']);
    await expect(catalog.ask(contracts.removeVersion, { name: 'used-custom', version: 'v2' })).resolves.toMatchObject({
      error: { code: 'version-in-use', extra: { deployments: ['chat'] } },
    });
    await expect(catalog.ask(contracts.deleteBackend, { name: 'used-custom' })).resolves.toMatchObject({
      error: { code: 'backend-in-use', detail: expect.stringContaining('chat') },
    });
    const withoutV2 = { definition: definition('used-custom') };
    await expect(catalog.ask(contracts.applyBackend, withoutV2)).resolves.toMatchObject({
      error: { code: 'version-in-use' },
    });
  });
});

describe('a community backend', () => {
  const name = 'MinerU';
  const edit = { description: 'as we use it' };
  const own = version('3.0.5-custom');
  const now = async () => {
    const read = await catalog.ask(contracts.getBackend, { name });
    if (!read.ok) throw new Error(read.error.detail);
    return read.value;
  };

  it('is registered by the name that upstream gave it, in any case only once', async () => {
    const upstream = definition(name, { versions: [version('2.7.0')] });
    const registering = { definition: upstream, source: 'community' } as const;
    expect(await catalog.ask(contracts.registerBackend, registering)).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({ name, source: 'community', definition: upstream, updatedBy: 'user:ada' });
    const again = { ...registering, definition: definition('mineru') };
    const taken = { error: { code: 'name-taken', detail: expect.stringContaining('"MinerU"') as string } };
    expect(await catalog.ask(contracts.registerBackend, again)).toMatchObject(taken);
    const reserved = { ...registering, definition: definition('vllm') };
    expect(await catalog.ask(contracts.registerBackend, reserved)).toMatchObject({ error: { code: 'name-taken' } });
  });

  it('takes a user’s edits and versions, and then a new definition from the marketplace that keeps them', async () => {
    await catalog.ask(contracts.describeBackend, { name, changes: edit });
    await catalog.ask(contracts.addVersion, { name, version: own });
    const { revision } = await now();
    const merged = definition(name, { ...edit, versions: [version('2.7.0'), version('3.1.0'), own] });
    const applying = { definition: merged, expectedRevision: revision };
    const asUser = await catalog.ask(contracts.applyBackend, applying);
    expect(asUser).toMatchObject({ error: { errors: [{ code: 'version-suffix-required' }] } });
    const applied = await catalog.ask(contracts.applyBackend, { ...applying, upstream: true });
    expect(applied).toMatchObject({ ok: true, value: { created: false, changed: true } });
    expect(await now()).toMatchObject({ source: 'community', definition: merged, updatedBy: 'user:ada' });
    const stale = await catalog.ask(contracts.applyBackend, { ...applying, upstream: true });
    expect(stale).toMatchObject({ error: { code: 'stale-revision' } });
  });

  it('is deleted where no deployment uses it, is not made anew by what was meant for it, and can come back', async () => {
    const { revision, definition: last } = await now();
    used.set('MinerU@', ['ocr']);
    expect(await catalog.ask(contracts.deleteBackend, { name })).toMatchObject({ error: { code: 'backend-in-use' } });
    used.delete('MinerU@');
    expect(await catalog.ask(contracts.deleteBackend, { name, expectedRevision: revision })).toMatchObject({
      ok: true,
    });
    const late = { definition: last, expectedRevision: revision, upstream: true };
    expect(await catalog.ask(contracts.applyBackend, late)).toMatchObject({ error: { code: 'stale-revision' } });
    expect(await catalog.ask(contracts.registerBackend, { definition: last, source: 'community' })).toMatchObject({
      ok: true,
    });
    expect(await now()).toMatchObject({ source: 'community', definition: last });
  });
});

describe('lists', () => {
  it('are paged, filtered and searched by the database', async () => {
    for (const name of ['page-b-custom', 'Page-A-custom', 'page-c-custom']) await register(name);
    await catalog.ask(contracts.describeBackend, {
      name: 'page-b-custom',
      changes: { description: '100 % of \\ and _' },
    });
    const names = async (input: Parameters<typeof catalog.ask<typeof contracts.listBackends>>[1]) => {
      const page = await catalog.ask(contracts.listBackends, input);
      return page.ok ? page.value.items.map(({ name }) => name) : page.error;
    };
    const first = await catalog.ask(contracts.listBackends, { search: 'PAGE-', limit: 2 });
    const cursor = first.ok ? first.value.nextCursor : undefined;
    expect(first).toMatchObject({ value: { items: [{ name: 'Page-A-custom' }, { name: 'page-b-custom' }] } });
    expect(await names({ search: 'page-', limit: 2, cursor })).toEqual(['page-c-custom']);
    expect(await names({ search: '100 % of \\ and _' })).toEqual(['page-b-custom']);
    expect(await names({ search: '100 _' })).toEqual([]);
    expect(await names({ framework: 'cann' })).toEqual(['MindIE', 'SGLang', 'vLLM']);
    expect(await names({ source: 'community' })).toEqual(['MinerU']);
  });
});

describe('the log', () => {
  it('is fed page by page, waiting for what is new', async () => {
    const verified = await catalog.ask(contracts.verifyLog, {});
    const head = verified.ok ? verified.value.position : 0;
    expect(verified).toMatchObject({ value: { ok: true, log: 'catalog' } });
    const waiting = catalog.bus.request(contracts.feed, { after: head, waitMs: 4000 }, header());
    await register('awaited-custom');
    await expect(waiting).resolves.toMatchObject({ value: { events: [{ position: head + 1 }] } });
  });

  it('tells the history of a backend, its state at any revision, and goes on after its deletion', async () => {
    const name = 'storied-custom';
    const first = await register(name);
    const revision = first.ok ? first.value.revision : 0;
    await catalog.ask(contracts.deleteBackend, { name }, header(undefined, { reason: 'no longer needed' }));
    await expect(catalog.ask(contracts.getBackend, { name })).resolves.toMatchObject({
      error: { code: 'backend-not-found' },
    });
    await expect(catalog.ask(contracts.getBackend, { name, revision })).resolves.toMatchObject({ value: { revision } });
    await register(name);
    const history = await catalog.ask(contracts.backendHistory, { name });
    expect(history.ok && history.value.items.map((entry) => [entry.version, entry.type, entry.reason])).toEqual([
      [1, 'BackendRegistered', undefined],
      [2, 'BackendDeleted', 'no longer needed'],
      [3, 'BackendRegistered', undefined],
    ]);
  });
});
