import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { registerBackend } from '../domain/apply.decisions.js';
import { addVersion, deleteBackend, describeBackend } from '../domain/backend.decisions.js';
import { InMemoryAuditTrail } from '../read-model/in-memory-audit-trail.js';
import { definition, version } from '../testing/given.js';
import { header, inMemoryCatalog } from '../testing/in-memory-catalog.js';
import { RollBackBackendHandler } from '../use-cases/roll-back-backend/roll-back-backend.handler.js';
import { AuditQuery } from './audit/audit.query.js';
import { DiffBackendQuery } from './diff-backend/diff-backend.query.js';
import { ExportBackendQuery } from './export-backend/export-backend.query.js';
import { GetBackendQuery } from './get-backend/get-backend.query.js';

const name = 'Engine-custom';
let now = Date.parse('2026-01-01T12:00:00.000Z');
let catalog = inMemoryCatalog();

beforeEach(() => {
  now = Date.parse('2026-01-01T12:00:00.000Z');
  catalog = inMemoryCatalog(new InMemoryEventStore(() => new Date(now)));
});

type Decide = Parameters<typeof catalog.commands.run>[0]['decide'];
const run = (decide: Decide, actor = 'user:ada', of = name) => {
  now += 60_000;
  return catalog.commands.run({ name: of, decide }, header(undefined, { actor }));
};
const register = (of = name) =>
  run((state) => registerBackend(state, { definition: definition(of), source: 'custom' }), 'user:ada', of);
const describeAs = (description: string) =>
  run((state) => describeBackend(state, { name, changes: { description } }), 'user:bob');
const setIcon = (letter: string) =>
  run((state) => describeBackend(state, { name, changes: { icon: letter.repeat(400_000) } }));
const remove = () => run((state) => deleteBackend(state, { name }));

/** Revisions 1 to 4 at 12:01 to 12:04; 2 is another backend's. */
async function story(): Promise<void> {
  await register();
  await register('other-custom');
  await describeAs('new');
  await remove();
}

const diff = (input: { from?: number; to?: number; name?: string }) =>
  new DiffBackendQuery(catalog.repository).execute({ name, ...input });

const getAt = (at: string, more: object = {}) =>
  new GetBackendQuery(catalog.views, catalog.repository).execute({ name, at, ...more });

const rollBack = (toRevision: number, more: { expectedRevision?: number; name?: string } = {}, asked = header()) =>
  new RollBackBackendHandler(catalog.commands, catalog.repository).execute({ name, toRevision, ...more }, asked);
const current = () => new GetBackendQuery(catalog.views, catalog.repository).execute({ name });

const audit = (input: object = {}) =>
  new AuditQuery(new InMemoryAuditTrail(catalog.store)).execute({ limit: 100, ...input });

describe('the difference between two revisions', () => {
  it('is told field by field, either way', async () => {
    await story();
    await expect(diff({ from: 1, to: 3 })).resolves.toEqual({
      ok: true,
      value: { name, from: 1, to: 3, changes: [{ path: ['description'], before: undefined, after: 'new' }] },
    });
    await expect(diff({ from: 3, to: 1 })).resolves.toMatchObject({
      value: { from: 3, to: 1, changes: [{ path: ['description'], before: 'new', after: undefined }] },
    });
  });

  it('of a number between two revisions is that of the earlier one', async () => {
    await story();
    await expect(diff({ from: 2, to: 3 })).resolves.toMatchObject({ value: { from: 1, to: 3 } });
  });

  it('takes a backend that was not there for an empty one', async () => {
    await register('other-custom');
    await register();
    await remove();
    const everything = [{ path: ['backend_name'] }, { path: ['versions', 'v1'] }];
    await expect(diff({ from: 1, to: 2 })).resolves.toMatchObject({ value: { from: 0, to: 2, changes: everything } });
    await expect(diff({ from: 2, to: 3 })).resolves.toMatchObject({ value: { changes: everything } });
    await expect(diff({ from: 1, to: 3 })).resolves.toMatchObject({ value: { changes: [] } });
  });

  it('is that of the last change, or up to now, where nothing else is asked', async () => {
    await story();
    await expect(diff({})).resolves.toMatchObject({ value: { from: 3, to: 4 } });
    await expect(diff({ from: 1 })).resolves.toMatchObject({ value: { from: 1, to: 4 } });
    await expect(diff({ to: 3 })).resolves.toMatchObject({ value: { from: 1, to: 3 } });
    await expect(diff({ to: 1 })).resolves.toMatchObject({ value: { from: 0, to: 1 } });
  });

  it('is refused beyond the end of the log, and for a backend that never was', async () => {
    await story();
    await expect(diff({ from: 5 })).resolves.toMatchObject({
      error: { code: 'revision-not-found', status: 404, detail: 'There is no revision 5 yet: the log ends at 4.' },
    });
    await expect(diff({ from: 1, to: 9 })).resolves.toMatchObject({ error: { code: 'revision-not-found' } });
    await expect(diff({ from: 1, name: 'never-custom' })).resolves.toMatchObject({
      error: { code: 'backend-not-found' },
    });
  });

  it('fits into an answer also where two large icons differ', async () => {
    await register();
    await setIcon('a');
    await setIcon('b');
    const found = await diff({});
    expect(JSON.stringify(found).length).toBeLessThan(2000);
    expect(found).toMatchObject({
      value: { changes: [{ path: ['icon'], after: expect.stringContaining('(400000 characters)') as string }] },
    });
  });
});

describe('a backend at a time', () => {
  it('is what its last event before then had made it', async () => {
    await story();
    await expect(getAt('2026-01-01T12:01:00.000Z')).resolves.toMatchObject({ value: { revision: 1 } });
    await expect(getAt('2026-01-01T13:02:59.999+01:00')).resolves.toMatchObject({ value: { revision: 1 } });
    await expect(getAt('2026-01-01T12:03:00Z')).resolves.toMatchObject({
      value: { revision: 3, definition: { description: 'new' }, updatedBy: 'user:bob' },
    });
  });

  it('is not there before its registration nor after its deletion, which the refusal tells', async () => {
    await story();
    await expect(getAt('2026-01-01T12:00:59.999Z')).resolves.toMatchObject({
      error: {
        code: 'backend-not-found',
        detail:
          'There was no backend "Engine-custom" at 2026-01-01T12:00:59.999Z: it was first registered at revision 1, 2026-01-01T12:01:00.000Z.',
      },
    });
    await expect(getAt('2027-01-01T00:00:00Z')).resolves.toMatchObject({
      error: { code: 'backend-not-found', detail: expect.stringContaining('deleted at revision 4') as string },
    });
  });

  it('is not asked for together with a revision', async () => {
    await story();
    await expect(getAt('2026-01-01T12:03:00Z', { revision: 3 })).resolves.toMatchObject({
      error: { code: 'invalid-input', errors: [{ path: ['at'] }] },
    });
  });

  it('can be exported', async () => {
    await story();
    const yaml = new ExportBackendQuery(new GetBackendQuery(catalog.views, catalog.repository));
    await expect(yaml.execute({ name, at: '2026-01-01T12:03:00Z' })).resolves.toMatchObject({
      value: { revision: 3, yaml: expect.stringContaining('description: new') as string },
    });
  });
});

describe('rolling back', () => {
  it('is one new event, and its view that of the revision', async () => {
    await story();
    await expect(rollBack(3)).resolves.toEqual({ ok: true, value: { revision: 5, changed: true } });
    await expect(current()).resolves.toMatchObject({ value: { revision: 5, definition: { description: 'new' } } });
    await expect(rollBack(2)).resolves.toEqual({ ok: true, value: { revision: 6, changed: true } });
    const [, , , , , last] = await catalog.store.readAll({ after: 0, limit: 10 });
    expect(last).toMatchObject({ type: 'BackendRolledBack', data: { toRevision: 1 } });
  });

  it('changes nothing where nothing differs', async () => {
    await register();
    await expect(rollBack(1)).resolves.toEqual({ ok: true, value: { revision: 1, changed: false } });
  });

  it('answers the first result when it is repeated', async () => {
    await story();
    const asked = header();
    const first = await rollBack(3, {}, asked);
    await describeAs('newer');
    await expect(rollBack(3, {}, asked)).resolves.toEqual(first);
  });

  it('holds to the revision it was based on, also for a deleted backend', async () => {
    await story();
    await expect(rollBack(3, { expectedRevision: 3 })).resolves.toMatchObject({
      error: { code: 'stale-revision', currentRevision: 4, extra: { diff: expect.any(Array) as unknown[] } },
    });
    await expect(rollBack(3, { expectedRevision: 4 })).resolves.toMatchObject({ value: { revision: 5 } });
    await expect(rollBack(1, { expectedRevision: 4 })).resolves.toMatchObject({ error: { code: 'stale-revision' } });
  });

  it('is refused where there is nothing to go back to', async () => {
    await story();
    await expect(rollBack(4)).resolves.toMatchObject({ error: { code: 'revision-not-found' } });
    await expect(rollBack(9)).resolves.toMatchObject({ error: { code: 'revision-not-found' } });
    await expect(rollBack(1, { name: 'never-custom' })).resolves.toMatchObject({
      error: { code: 'backend-not-found' },
    });
  });

  it('takes away no version that a deployment uses', async () => {
    await register();
    await run((state) => addVersion(state, { name, version: version('v2') }));
    catalog.usage.deploy(['chat'], name, 'v2');
    await expect(rollBack(1)).resolves.toMatchObject({
      error: { code: 'version-in-use', extra: { deployments: ['chat'] } },
    });
  });
});

const positions = async (input: object) => {
  const page = await audit(input);
  return page.ok ? page.value.items.map(({ position }) => position) : page.error.code;
};

describe('the audit view', () => {
  it('tells every change in plain words, newest first, page by page', async () => {
    await story();
    const first = await audit({ limit: 3 });
    expect(first).toMatchObject({
      value: {
        items: [
          { position: 4, backend: name, version: 3, type: 'BackendDeleted', actor: 'user:ada', text: 'deleted' },
          { position: 3, text: 'changed description', at: '2026-01-01T12:03:00.000Z', actor: 'user:bob' },
          { position: 2, backend: 'other-custom' },
        ],
        nextBefore: 2,
      },
    });
    const second = await audit({ limit: 3, before: 2 });
    expect(second).toMatchObject({ value: { items: [{ position: 1 }] } });
    expect(second).not.toHaveProperty('value.nextBefore');
  });

  it('is filtered by actor, backend, type and time', async () => {
    await story();
    expect(await positions({ actor: 'user:bob' })).toEqual([3]);
    expect(await positions({ backend: 'ENGINE-CUSTOM' })).toEqual([4, 3, 1]);
    expect(await positions({ type: 'BackendRegistered' })).toEqual([2, 1]);
    expect(await positions({ since: '2026-01-01T12:02:00Z', until: '2026-01-01T13:04:00+01:00' })).toEqual([3, 2]);
    expect(await positions({ actor: 'user:ada', type: 'BackendRegistered', backend: name })).toEqual([1]);
    expect(await positions({ actor: 'user:nobody' })).toEqual([]);
  });
});
