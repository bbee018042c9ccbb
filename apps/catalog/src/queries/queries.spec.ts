import { beforeEach, describe, expect, it } from 'vitest';
import { header, inMemoryCatalog } from '../testing/in-memory-catalog.js';
import { definition, version } from '../testing/given.js';
import { addVersion, deleteBackend } from '../domain/backend.decisions.js';
import { registerBackend } from '../domain/apply.decisions.js';
import { BackendHistoryQuery } from './backend-history/backend-history.query.js';
import { ExportBackendQuery } from './export-backend/export-backend.query.js';
import { FeedQuery } from './feed/feed.query.js';
import { LogTip } from './feed/log-tip.js';
import { GetBackendQuery } from './get-backend/get-backend.query.js';
import { ListBackendsQuery } from './list-backends/list-backends.query.js';

let catalog = inMemoryCatalog();
const register = (name: string, description?: string) =>
  catalog.commands.run(
    {
      name,
      decide: (state) =>
        registerBackend(state, {
          definition: definition(name, description === undefined ? {} : { description }),
          source: 'custom',
        }),
    },
    header(),
  );

beforeEach(() => {
  catalog = inMemoryCatalog();
});

describe('listing', () => {
  it('goes through all pages in the order of names, also while backends are added', async () => {
    for (const name of ['b-custom', 'D-custom', 'a-custom', 'c-custom']) await register(name);
    const list = new ListBackendsQuery(catalog.views);
    const first = await list.execute({ limit: 2 });
    expect(first).toMatchObject({ value: { items: [{ name: 'a-custom' }, { name: 'b-custom' }] } });
    await register('aa-custom');
    const cursor = first.ok ? first.value.nextCursor : undefined;
    const second = await list.execute({ limit: 2, cursor });
    expect(second).toMatchObject({ value: { items: [{ name: 'c-custom' }, { name: 'D-custom' }] } });
    expect(second).not.toHaveProperty('value.nextCursor');
  });

  it('ends a page before it outgrows a message', async () => {
    for (const name of ['a-custom', 'b-custom', 'c-custom']) await register(name, 'x'.repeat(300_000));
    const list = new ListBackendsQuery(catalog.views);
    const first = await list.execute({ limit: 100 });
    expect(first).toMatchObject({ value: { items: [{ name: 'a-custom' }, { name: 'b-custom' }] } });
    const cursor = first.ok ? first.value.nextCursor : undefined;
    await expect(list.execute({ limit: 100, cursor })).resolves.toMatchObject({
      value: { items: [{ name: 'c-custom' }] },
    });
  });

  it('refuses a cursor that it did not give out', async () => {
    await expect(new ListBackendsQuery(catalog.views).execute({ limit: 2, cursor: 'zzz' })).resolves.toMatchObject({
      error: { code: 'invalid-input' },
    });
  });
});

const get = () => new GetBackendQuery(catalog.views, catalog.repository);

const hintFor = async (name: string) => {
  const found = await get().execute({ name });
  return found.ok ? undefined : found.error.hint;
};

describe('reading a backend', () => {
  it('finds it in any case', async () => {
    await register('Engine-custom');
    await expect(get().execute({ name: 'ENGINE-custom' })).resolves.toMatchObject({ value: { name: 'Engine-custom' } });
  });

  it('shows it as it was at a revision, or between two', async () => {
    const name = 'engine-custom';
    await register(name);
    await register('other-custom');
    await catalog.commands.run(
      { name, decide: (state) => addVersion(state, { name, version: version('v2') }) },
      header(),
    );
    const versionsAt = async (revision: number) => {
      const view = await get().execute({ name, revision });
      return view.ok ? [view.value.revision, view.value.definition.versions.length] : view.error.code;
    };
    expect([await versionsAt(1), await versionsAt(2), await versionsAt(3)]).toEqual([
      [1, 1],
      [1, 1],
      [3, 2],
    ]);
  });

  it('does not know it before its first event, nor after its deletion', async () => {
    const name = 'engine-custom';
    await register('other-custom');
    await register(name);
    await catalog.commands.run({ name, decide: (state) => deleteBackend(state, { name }) }, header());
    for (const question of [{ name }, { name, revision: 1 }, { name, revision: 3 }]) {
      await expect(get().execute(question)).resolves.toMatchObject({ error: { code: 'backend-not-found' } });
    }
    await expect(get().execute({ name, revision: 2 })).resolves.toMatchObject({ value: { revision: 2 } });
  });

  it('names the one that was meant where there is none', async () => {
    await register('MinerU-custom');
    expect(await hintFor('mineru')).toBe('Did you mean "MinerU-custom"?');
    expect(await hintFor('something-else')).toContain('List the backends');
  });

  it('exports it as YAML', async () => {
    await register('engine-custom', 'an engine');
    await expect(new ExportBackendQuery(get()).execute({ name: 'engine-custom' })).resolves.toMatchObject({
      value: { revision: 1, yaml: expect.stringContaining('backend_name: engine-custom') },
    });
  });

  it('exports it as it was at a revision', async () => {
    const name = 'engine-custom';
    await register(name, 'an engine');
    await catalog.commands.run(
      { name, decide: (state) => addVersion(state, { name, version: version('v2') }) },
      header(),
    );
    const before = await new ExportBackendQuery(get()).execute({ name, revision: 1 });
    expect(before).toMatchObject({ value: { revision: 1, yaml: expect.not.stringContaining('v2') } });
  });

  it('refuses a revision that is not there yet, and says from when to when there was the backend', async () => {
    const name = 'engine-custom';
    await register('other-custom');
    await register(name);
    await catalog.commands.run({ name, decide: (state) => deleteBackend(state, { name }) }, header());
    await expect(get().execute({ name, revision: 4 })).resolves.toMatchObject({
      error: { code: 'revision-not-found', detail: expect.stringContaining('ends at 3') },
    });
    await expect(get().execute({ name, revision: 1 })).resolves.toMatchObject({
      error: {
        code: 'backend-not-found',
        detail: expect.stringMatching(/at revision 1: it was first registered at revision 2, 2\d{3}-/),
      },
    });
    await expect(get().execute({ name, revision: 3 })).resolves.toMatchObject({
      error: {
        code: 'backend-not-found',
        detail: expect.stringMatching(/at revision 3: it was deleted at revision 3, 2\d{3}-/),
      },
    });
    await expect(get().execute({ name: 'never-custom', revision: 1 })).resolves.toMatchObject({
      error: { code: 'backend-not-found', detail: 'There is no backend "never-custom".' },
    });
  });

  it('tells its history, also after its deletion', async () => {
    const name = 'engine-custom';
    await register(name);
    await catalog.commands.run(
      { name, decide: (state) => deleteBackend(state, { name }) },
      header(undefined, { reason: 'not needed' }),
    );
    const history = new BackendHistoryQuery(catalog.repository);
    await expect(history.execute({ name, after: 1, limit: 10 })).resolves.toMatchObject({
      value: { items: [{ revision: 2, version: 2, type: 'BackendDeleted', actor: 'user:ada', reason: 'not needed' }] },
    });
    await expect(history.execute({ name, after: 2, limit: 10 })).resolves.toEqual({ ok: true, value: { items: [] } });
    await expect(history.execute({ name: 'never-custom', after: 0, limit: 10 })).resolves.toMatchObject({
      error: { code: 'backend-not-found' },
    });
  });
});

describe('the feed', () => {
  it('waits for the next event, but not longer than asked', async () => {
    const tip = new LogTip(catalog.store);
    await tip.start();
    const feed = new FeedQuery(catalog.store, tip);
    const waiting = feed.execute({ after: 0, limit: 10, waitMs: 5000 });
    await register('engine-custom');
    await expect(waiting).resolves.toMatchObject({ value: { head: 1, events: [{ type: 'BackendRegistered' }] } });
    await expect(feed.execute({ after: 1, limit: 10, waitMs: 20 })).resolves.toMatchObject({
      value: { head: 1, events: [] },
    });
    await tip.stop();
  });

  it('ends a page before it outgrows a message', async () => {
    for (const n of [1, 2, 3]) await register(`engine${n}-custom`, 'x'.repeat(300_000));
    const feed = new FeedQuery(catalog.store, new LogTip(catalog.store));
    const page = await feed.execute({ after: 0, limit: 10, waitMs: 0 });
    expect(page).toMatchObject({ value: { head: 3 } });
    expect(page.ok && page.value.events.map((event) => event.position)).toEqual([1, 2]);
  });
});
