import { catalog, err, ok, problemOf, type BackendView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { RunningApi } from '../testing/running-api.js';
import { useApi } from '../testing/use-api.js';

const definition = {
  backend_name: 'my-engine-custom',
  versions: [{ name: '1.10', images: [{ framework: 'cuda', image_name: 'repo/engine:1.10' }] }],
};
const yaml = `backend_name: my-engine-custom
version_configs:
  "1.10":
    image_name: repo/engine:1.10
    custom_framework: cuda
`;
const view: BackendView = {
  name: 'my-engine-custom',
  source: 'custom',
  revision: 37,
  definition,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:bootstrap',
};

describe('the backends of the API', () => {
  let api: RunningApi;
  const { serve } = useApi((running) => {
    api = running;
  });

  const removeWith = (headers: Record<string, string>) => api.fetch('DELETE', '/v1/backends/x', { headers });

  it('come with their revision as entity tag, and not at all when the client has that revision', async () => {
    serve(catalog.getBackend, ok(view));
    const first = await api.fetch('GET', '/v1/backends/my-engine-custom');
    expect(await first.json()).toEqual(view);
    expect(first.headers.get('etag')).toBe('"37"');
    const again = await api.fetch('GET', '/v1/backends/my-engine-custom', { headers: { 'if-none-match': '"37"' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('come as YAML to who asks for it', async () => {
    serve(catalog.exportBackend, ok({ yaml, revision: 37 }));
    const response = await api.fetch('GET', '/v1/backends/my-engine-custom', {
      headers: { accept: 'application/yaml' },
    });
    expect(response.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(response.headers.get('etag')).toBe('"37"');
    expect(await response.text()).toBe(yaml);
  });

  it('come as YAML as they were at a revision', async () => {
    const asked = serve(catalog.exportBackend, ok({ yaml, revision: 30 }));
    const response = await api.fetch('GET', '/v1/backends/my-engine-custom?revision=33', {
      headers: { accept: 'application/yaml' },
    });
    expect(response.headers.get('etag')).toBe('"30"');
    expect(asked[0]?.input).toEqual({ name: 'my-engine-custom', revision: 33 });
  });

  it('have icons that stay where their address names the revision, and that run nothing', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const icon = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    serve(catalog.getBackend, ok({ ...view, definition: { ...definition, icon } }));
    const response = await api.fetch('GET', '/v1/backends/my-engine-custom/icon?revision=37');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    });
    expect(await response.text()).toBe(svg);
    const tag = response.headers.get('etag') ?? '';
    const again = await api.fetch('GET', '/v1/backends/my-engine-custom/icon', { headers: { 'if-none-match': tag } });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
  });

  it('say that there is no icon where the definition has none, or one that is no picture', async () => {
    serve(catalog.getBackend, ok({ ...view, definition: { ...definition, icon: 'https://example.org/x.png' } }));
    const response = await api.fetch('GET', '/v1/backends/my-engine-custom/icon');
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'not-found' }]);
  });

  it('have no name with a NUL character, which no store can hold', async () => {
    const asked = serve(catalog.getBackend, ok(view));
    const response = await api.fetch('GET', '/v1/backends/a%00b');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: ['name'] }] });
    expect(asked).toEqual([]);
  });

  it('are registered from JSON, in the name of the token, with reason and correlation id', async () => {
    const asked = serve(catalog.registerBackend, ok({ revision: 5, changed: true }));
    const response = await api.fetch('POST', '/v1/backends', {
      json: definition,
      headers: { 'x-change-reason': Buffer.from('für später').toString('latin1'), 'x-correlation-id': 'c-1' },
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ name: 'my-engine-custom', revision: 5, changed: true });
    expect(response.headers.get('location')).toBe('/v1/backends/my-engine-custom');
    expect(response.headers.get('x-correlation-id')).toBe('c-1');
    expect(asked[0]?.input).toEqual({ definition, source: 'custom', lock: false });
    expect(asked[0]?.header).toMatchObject({ actor: 'user:bootstrap', reason: 'für später', correlationId: 'c-1' });
  });

  it('are registered from YAML, which reaches the catalog as it was typed', async () => {
    const asked = serve(catalog.registerBackend, ok({ revision: 5, changed: true }));
    const response = await api.fetch('POST', '/v1/backends', {
      body: yaml,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(await response.json()).toMatchObject({ name: 'my-engine-custom' });
    expect(asked[0]?.input).toEqual({ yaml, source: 'custom', lock: false });
  });

  it('are refused as YAML with line and column', async () => {
    const response = await api.fetch('POST', '/v1/backends', {
      body: 'backend_name: x-custom\nversion_configs: 3\n',
      headers: { 'content-type': 'application/yaml' },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'invalid-yaml',
      errors: [{ path: ['version_configs'], line: 2, column: expect.any(Number) }],
    });
  });

  it('are applied against the revision of If-Match, and new ones answer 201', async () => {
    const asked = serve(
      catalog.applyBackend,
      ok({ name: 'my-engine-custom', revision: 38, changed: true, created: true }),
    );
    const response = await api.fetch('PUT', '/v1/backends/my-engine-custom', {
      json: definition,
      headers: { 'if-match': '"37"' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"38"');
    expect(asked[0]?.input).toMatchObject({ definition, expectedRevision: 37 });
  });

  it('are applied as part of a set, with images locked, and only where there is none yet', async () => {
    const done = { name: 'my-engine-custom', revision: 38, changed: true, created: true };
    const asked = serve(catalog.applyBackend, ok(done));
    const path = '/v1/backends/my-engine-custom?applySet=team&lock=true';
    const conditions: Record<string, string>[] = [
      { 'if-none-match': '*' },
      { 'if-none-match': '"37"' },
      { 'if-none-match': '*', 'if-match': '"37"' },
    ];
    const answers = conditions.map((headers) => api.fetch('PUT', path, { json: definition, headers }));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([201, 422, 422]);
    expect(asked[0]?.input).toMatchObject({ applySet: 'team', lock: true, expectedRevision: 0 });
    expect(asked).toHaveLength(1);
  });

  it('are not applied under the address of another one', async () => {
    const asked = serve(catalog.applyBackend, ok({ name: 'x', revision: 1, changed: true, created: false }));
    const response = await api.fetch('PUT', '/v1/backends/other-custom', { json: definition });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'name-immutable']);
    expect(asked).toEqual([]);
  });

  it('give a stale writer the current revision', async () => {
    serve(catalog.describeBackend, err(problemOf('stale-revision', 'it is at 40', { currentRevision: 40 })));
    const response = await api.fetch('PATCH', '/v1/backends/my-engine-custom', {
      json: { description: null },
      headers: { 'if-match': '"37"' },
    });
    expect(response.status).toBe(412);
    expect(await response.json()).toMatchObject({ code: 'stale-revision', currentRevision: 40 });
  });

  it('have versions whose names may hold any character', async () => {
    const asked = serve(catalog.removeVersion, ok({ revision: 9, changed: true }));
    await api.fetch('DELETE', `/v1/backends/my-engine-custom/versions/${encodeURIComponent('1.0/rc 1%')}`);
    expect(asked[0]?.input).toEqual({ name: 'my-engine-custom', version: '1.0/rc 1%' });
  });

  it('have versions that can be deprecated without a word', async () => {
    const asked = serve(catalog.deprecateVersion, ok({ revision: 9, changed: true }));
    const response = await api.fetch('POST', '/v1/backends/my-engine-custom/versions/1.10/deprecate');
    expect(response.status).toBe(200);
    expect(asked[0]?.input).toEqual({ name: 'my-engine-custom', version: '1.10', message: '' });
  });

  it('turn a repeated key into the same idempotency key, and none into a new one each time', async () => {
    const asked = serve(catalog.deleteBackend, ok({ revision: 9, changed: true }));
    await removeWith({ 'idempotency-key': 'one' });
    await removeWith({ 'idempotency-key': 'one' });
    await removeWith({ 'idempotency-key': 'two' });
    await removeWith({});
    const keys = asked.map((each) => each.header['idempotencyKey']);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  it('are unavailable, with a hint, while the catalog is away', async () => {
    const response = await api.fetch('GET', '/v1/backends');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({ code: 'unavailable', hint: expect.stringContaining('catalog') });
  });
});
