import type { AuditEntry, BackendView, DefinitionDiff } from '@enginehouse/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { registerTestBackend } from './support/backends.js';
import { cli } from './support/cli.js';

const jsonOf = async <T>(args: readonly string[]): Promise<T> => {
  const { out, err, code } = await cli([...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
};

describe('the history of a backend', () => {
  let name: string;
  let first: number;
  let started: string;

  const read = async (query = '') => (await api<BackendView>('GET', `/v1/backends/${name}${query}`)).body;

  beforeAll(async () => {
    name = await registerTestBackend();
    const view = await read();
    first = view.revision;
    started = view.updatedAt;
  });

  it('has every edit with its reason, and the difference that it made', async () => {
    const reason = 'größer, schneller';
    const described = await api('PATCH', `/v1/backends/${name}`, {
      json: { description: 'edited over the API' },
      headers: { 'x-change-reason': Buffer.from(reason).toString('latin1') },
    });
    expect(described.status).toBe(200);
    const version = ['backend', 'version', 'add', name, 'v2-custom', '--image', 'cpu=registry.example/engine:2'];
    expect(await cli([...version, '--env', 'LEVEL=info', '--reason', 'newer'])).toMatchObject({ code: 0 });
    const changed = await cli([
      'backend',
      'version',
      'change',
      name,
      'v2-custom',
      '--env',
      'MORE=1',
      '--entrypoint',
      'sh',
    ]);
    expect(changed.out).toContain(`version v2-custom of ${name} changed`);

    const history = await cli(['backend', 'history', name]);
    expect(history.out).toContain(reason);
    expect(history.out).toContain('added version v2-custom');
    const { out } = await cli(['backend', 'diff', name]);
    expect(out).toContain('+ versions.v2-custom.env.MORE: "1"');
    expect(out).toContain('+ versions.v2-custom.entrypoint: "sh"');
    expect(out).not.toContain('LEVEL');
    const diff = await jsonOf<DefinitionDiff>(['backend', 'diff', name, String(first)]);
    expect(diff.changes.map(({ path }) => path)).toEqual([['description'], ['versions', 'v2-custom']]);
  });

  it('shows the backend as it was at a revision and at a time, as YAML too', async () => {
    expect((await read(`?at=${encodeURIComponent(started)}`)).revision).toBe(first);
    const { out } = await cli(['backend', 'get', name, '--revision', String(first), '-o', 'yaml']);
    expect(out).toContain(`backend_name: ${name}`);
    expect(out).not.toContain('v2-custom');
    const then = await cli(['backend', 'get', name, '--at', '10w']);
    expect(then.code).toBe(3);
    expect(then.err).toContain(`it was first registered at revision ${first}`);
    const both = await refused('GET', `/v1/backends/${name}?revision=${first}&at=${encodeURIComponent(started)}`);
    expect(both.body).toMatchObject({ code: 'invalid-input', errors: [{ path: ['at'] }] });
  });

  it('leads back by a new event', async () => {
    const before = await read();
    expect((await cli(['backend', 'rollback', name, '--to', String(first)])).code).toBe(2);
    const stale = await cli(['backend', 'rollback', name, '--to', String(first), '--yes', '--if-match', String(first)]);
    expect([stale.code, stale.err]).toEqual([4, expect.stringContaining('description')]);
    const back = await cli(['backend', 'rollback', name, '--to', String(first), '--yes', '--reason', 'too slow']);
    expect([back.code, back.out]).toEqual([0, expect.stringContaining(`rolled back to revision ${first}`)]);
    const after = await read();
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(after.definition).toEqual((await read(`?revision=${first}`)).definition);
    const again = await api('POST', `/v1/backends/${name}/rollback`, { json: { toRevision: first } });
    expect(again.body).toEqual({ revision: after.revision, changed: false });
  });

  it('leads back out of a deletion', async () => {
    expect((await cli(['backend', 'delete', name, '--yes', '--reason', 'by mistake'])).code).toBe(0);
    expect((await refused('GET', `/v1/backends/${name}`)).status).toBe(404);
    const gone = await refused('POST', `/v1/backends/${name}/rollback`, { json: { toRevision: 999_999_999 } });
    expect([gone.status, gone.body.code]).toEqual([404, 'revision-not-found']);
    expect((await cli(['backend', 'rollback', name, '--to', String(first), '--yes'])).code).toBe(0);
    expect((await read()).definition).toEqual((await read(`?revision=${first}`)).definition);
  });

  it('is part of the audit view, by actor, backend, type and time', async () => {
    const entriesOf = async (...filter: readonly string[]) =>
      (await jsonOf<{ items: AuditEntry[] }>(['audit', '--backend', name.toUpperCase(), ...filter])).items;
    const types = (await entriesOf()).map(({ type }) => type);
    expect(types).toEqual([
      'BackendRolledBack',
      'BackendDeleted',
      'BackendRolledBack',
      'VersionChanged',
      'VersionAdded',
      'BackendDescribed',
      'BackendRegistered',
    ]);
    const [deleted] = await entriesOf('--type', 'BackendDeleted', '--since', '1h');
    expect(deleted).toMatchObject({ backend: name, text: 'deleted', reason: 'by mistake' });
    expect(await entriesOf('--actor', 'service:catalog')).toEqual([]);
    expect(await entriesOf('--until', '1h')).toEqual([]);
    expect(await entriesOf('--limit', '2')).toHaveLength(2);
    const page = await api<{ items: AuditEntry[] }>('GET', `/v1/audit?backend=${name}&before=${deleted?.position}`);
    expect(page.body.items.map(({ type }) => type)).toEqual(types.slice(2));
    expect((await cli(['audit', '--since', 'yesterday'])).code).toBe(2);
  });

  it('is what was written', async () => {
    expect(await jsonOf<{ ok: boolean }>(['log', 'verify'])).toMatchObject({ ok: true });
  });
});
