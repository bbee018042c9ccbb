import { catalog, catalogNewsSubject, ok, type BackendView, type CatalogNews } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startApi,
  surroundings,
  type RunningApi,
  type Surroundings,
  type TestRequest,
} from '../testing/running-api.js';

const view = (name: string, revision: number): BackendView => ({
  name,
  source: 'custom',
  revision,
  createdAt: '2026-01-02T12:00:00.000Z',
  updatedAt: '2026-01-02T12:00:00.000Z',
  updatedBy: 'user:ann',
  definition: { backend_name: name, versions: [] },
});

const cardOf = (name: string) => {
  const { definition: _, ...card } = view(name, 1);
  return { ...card, frameworks: ['cpu'], versions: [], hasIcon: false };
};

describe('reads that were answered before', () => {
  let around: Surroundings;
  let apis: readonly RunningApi[];
  let api: RunningApi;
  const lines: string[] = [];
  /** What the catalog that the test plays has, and was asked. */
  const revisions = new Map<string, number>();
  let asked: string[] = [];

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around, { onLog: (line) => lines.push(line) });
    apis = [api, await startApi(around)];
    api.services.serve(catalog.getBackend, async ({ name }) => {
      asked.push(name);
      return ok(view(name, revisions.get(name) ?? 1));
    });
    api.services.serve(catalog.listBackends, async () => {
      asked.push('list');
      const items = [...revisions].map(([name, revision]) => ({ ...cardOf(name), revision }));
      return ok({ items, state: JSON.stringify(items) });
    });
  });
  beforeEach(async () => {
    await heard();
    asked = [];
    lines.length = 0;
  });
  afterAll(async () => {
    await Promise.all(apis.map((each) => each.stop()));
    await around.close();
  });

  const tell = (changed: CatalogNews['changed'], server = api.services.soleServer() ?? null) =>
    api.services.publish(catalogNewsSubject, { server, changed } satisfies CatalogNews);
  const change = (name: string) => {
    revisions.set(name, (revisions.get(name) ?? 1) + 1);
    tell([name]);
  };
  const get = (path: string, request: TestRequest = {}, from: RunningApi = api) =>
    from.fetch('GET', path, { token: api.adminToken, ...request });
  const revisionOf = async (name: string, from: RunningApi = api) =>
    ((await (await get(`/v1/backends/${name}`, {}, from)).json()) as BackendView).revision;

  /** Until each process answers from memory, which it does once it has heard the catalog. */
  const heard = async () => {
    for (const each of apis) {
      const isRemembered = async () => {
        tell([]);
        await revisionOf('probe', each);
        const before = asked.length;
        await revisionOf('probe', each);
        return asked.length === before;
      };
      await waitUntil(isRemembered, { what: 'an answer from memory', timeout: 15_000 });
    }
  };

  it('are answered alike without the catalog being asked', async () => {
    const answers = [await get('/v1/backends/one'), await get('/v1/backends/one')];
    const [first, second] = await Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        headers: [...answer.headers].filter(([name]) => name !== 'x-correlation-id' && name !== 'date'),
        body: await answer.text(),
      })),
    );
    expect(second).toEqual(first);
    expect(asked).toEqual(['one']);
  });

  it('are answered shortly to who has the answer', async () => {
    const tag = (await get('/v1/backends/two')).headers.get('etag') ?? '';
    const again = await get('/v1/backends/two', { headers: { 'if-none-match': tag } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    expect(asked).toEqual(['two']);
  });

  it('are asked for again after every change, at every process, as soon as the change was answered', async () => {
    const paths = ['/v1/backends/three', '/v1/backends/THREE', '/v1/backends?limit=7'];
    for (let n = 0; n < 100; n += 1) {
      change('three');
      change('THREE');
      const now = revisions.get('three');
      // The answer to the change takes this way, behind the news.
      await api.services.caughtUp(5000);
      const answers = await Promise.all(apis.flatMap((from) => paths.map((path) => get(path, {}, from))));
      const texts = await Promise.all(answers.map((each) => each.text()));
      expect(texts.filter((text) => !text.includes(`"revision":${now}`))).toEqual([]);
    }
  });

  it('of other backends stay', async () => {
    await Promise.all([revisionOf('four'), revisionOf('five')]);
    change('four');
    expect(await revisionOf('four')).toBe(2);
    await revisionOf('five');
    expect(asked.toSorted()).toEqual(['five', 'four', 'four']);
  });

  it('are answered to nobody who may not read them', async () => {
    await revisionOf('six');
    expect((await get('/v1/backends/six', { token: null })).status).toBe(401);
    const answer = await get('/v1/backends/six', { token: 'eh_unknown' });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const made = await api.fetch('POST', '/v1/tokens', { json: { name: 'reader', role: 'viewer' } });
    const { token } = (await made.json()) as { token: string };
    expect((await get('/v1/backends/six', { token })).status).toBe(200);
    await api.fetch('DELETE', '/v1/tokens/reader');
    expect((await get('/v1/backends/six', { token })).status).toBe(401);
    expect(asked).toEqual(['six']);
  });

  it('are counted and logged like all others', async () => {
    await revisionOf('seven');
    lines.length = 0;
    const answer = await get('/v1/backends/seven', { headers: { 'x-correlation-id': 'from-memory' } });
    expect(answer.headers.get('x-correlation-id')).toBe('from-memory');
    await waitUntil(() => lines.some((line) => line.includes('"msg":"request"')), { what: 'a line', timeout: 5000 });
    expect(JSON.parse(lines.find((line) => line.includes('"msg":"request"')) ?? '')).toMatchObject({
      operation: 'getBackend',
      status: 200,
      finished: true,
      actor: 'bootstrap',
      correlationId: 'from-memory',
    });
  });

  it('are not remembered over a lost connection', async () => {
    await revisionOf('eight');
    await around.nats.stop();
    revisions.set('eight', 2);
    await around.nats.start();
    await waitUntil(() => apis.every((each) => each.services.state().connected), {
      what: 'connections',
      timeout: 15_000,
    });
    await waitUntil(async () => (await get('/v1/backends/eight')).status === 200, { what: 'the api', timeout: 15_000 });
    expect(await revisionOf('eight')).toBe(2);
  });

  it('are not remembered where a catalog is on another server, whose news may come late', async () => {
    await revisionOf('nine');
    tell([], 'another');
    await api.services.caughtUp(5000);
    revisions.set('nine', 2);
    expect(await revisionOf('nine')).toBe(2);
    expect(await revisionOf('nine')).toBe(2);
    expect(asked).toEqual(['nine', 'nine', 'nine']);
  });
});
