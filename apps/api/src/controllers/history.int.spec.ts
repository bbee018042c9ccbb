import { catalog, ok, type AuditEntry } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { RunningApi } from '../testing/running-api.js';
import { useApi } from '../testing/use-api.js';

const entry: AuditEntry = {
  position: 9,
  backend: 'x-custom',
  version: 2,
  type: 'VersionRemoved',
  at: '2026-01-01T00:00:00.000Z',
  actor: 'user:ada',
  correlationId: 'c-1',
  text: 'removed version 1',
};

describe('the history of the API', () => {
  let api: RunningApi;
  const { serve } = useApi((running) => {
    api = running;
  });

  it('compares revisions', async () => {
    const diff = { name: 'x-custom', from: 3, to: 7, changes: [{ path: ['description'], after: 'new' }] };
    const asked = serve(catalog.diffBackend, ok(diff));
    const response = await api.fetch('GET', '/v1/backends/x-custom/diff?from=3&to=7');
    expect(await response.json()).toEqual(diff);
    await api.fetch('GET', '/v1/backends/x-custom/diff');
    expect(asked.map(({ input }) => input)).toEqual([{ name: 'x-custom', from: 3, to: 7 }, { name: 'x-custom' }]);
    expect((await api.fetch('GET', '/v1/backends/x-custom/diff?from=0')).status).toBe(422);
  });

  it('rolls back against a revision, with the reason, and only for who may change', async () => {
    const asked = serve(catalog.rollBackBackend, ok({ revision: 8, changed: true }));
    const request = { json: { toRevision: 3 }, headers: { 'if-match': '"7"', 'x-change-reason': 'broken' } };
    const response = await api.fetch('POST', '/v1/backends/x-custom/rollback', request);
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"8"']);
    expect(asked[0]).toMatchObject({
      input: { name: 'x-custom', toRevision: 3, expectedRevision: 7 },
      header: { reason: 'broken' },
    });
    const { token } = (await (
      await api.fetch('POST', '/v1/tokens', { json: { name: 'reader', role: 'viewer' } })
    ).json()) as { token: string };
    expect((await api.fetch('POST', '/v1/backends/x-custom/rollback', { ...request, token })).status).toBe(403);
    expect(asked).toHaveLength(1);
  });

  it('reads a backend at a time, as JSON and as YAML', async () => {
    const asked = serve(catalog.exportBackend, ok({ yaml: 'backend_name: x-custom\n', revision: 5 }));
    const response = await api.fetch('GET', '/v1/backends/x-custom?at=2026-01-01T12:00:00%2B01:00', {
      headers: { accept: 'application/yaml' },
    });
    expect(response.headers.get('etag')).toBe('"5"');
    expect(asked[0]?.input).toEqual({ name: 'x-custom', at: '2026-01-01T12:00:00+01:00' });
    const refused = await api.fetch('GET', '/v1/backends/x-custom?at=noon');
    expect(await refused.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: ['at'] }] });
  });

  it('searches all changes', async () => {
    const page = { items: [entry], nextBefore: 9 };
    const asked = serve(catalog.audit, ok(page));
    const filter = 'actor=user:ada&backend=x-custom&type=VersionRemoved&since=2026-01-01T00:00:00Z&before=12&limit=1';
    expect(await (await api.fetch('GET', `/v1/audit?${filter}`)).json()).toEqual(page);
    expect(asked[0]?.input).toEqual({
      actor: 'user:ada',
      backend: 'x-custom',
      type: 'VersionRemoved',
      since: '2026-01-01T00:00:00Z',
      before: 12,
      limit: 1,
    });
    const refused = await api.fetch('GET', '/v1/audit?type=Painted&colour=red');
    expect(await refused.json()).toMatchObject({ code: 'invalid-input' });
  });

  it('edits a version field by field, and refuses fields that there are not', async () => {
    const asked = serve(catalog.editVersion, ok({ revision: 8, changed: true }));
    const changes = { env: { A: '1', B: null }, entrypoint: null };
    const address = '/v1/backends/x-custom/versions/1.10';
    const response = await api.fetch('PATCH', address, { json: changes, headers: { 'if-match': '"7"' } });
    expect(response.headers.get('etag')).toBe('"8"');
    expect(asked[0]?.input).toMatchObject({ name: 'x-custom', version: '1.10', changes, expectedRevision: 7 });
    const refused = await api.fetch('PATCH', address, { json: { entry_point: 'sh' } });
    expect(await refused.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: ['entry_point'] }] });
  });
});
