import { err, marketplace, ok, problemOf, type Problem, type SyncRun } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { RunningApi } from '../testing/running-api.js';
import { useApi } from '../testing/use-api.js';

const run: SyncRun = {
  id: 'run-1',
  source: 'team',
  trigger: 'manual',
  actor: 'user:bootstrap',
  state: 'queued',
  phase: 'waiting',
  progress: { done: 0, total: null },
  attempt: 1,
  queuedAt: '2026-01-02T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  nextAttemptAt: null,
  counts: null,
  digest: null,
  upstreamRef: null,
  signedBy: null,
  problem: null,
};
const source = '/v1/marketplace/sources/team';
const entry = '/v1/marketplace/entries/team/MinerU';
const location = { kind: 'http', url: 'https://example.com/index.yaml' };
const key = `RW${'a'.repeat(54)}`;
const picture = Buffer.from('89504e470d0a1a0a', 'hex');

describe('the marketplace of the API', () => {
  let api: RunningApi;
  const { serve } = useApi((running) => {
    api = running;
  });
  const tokenOf = async (role: string) => {
    const made = await api.fetch('POST', '/v1/tokens', { json: { name: `${role}-${Math.random()}`, role } });
    return ((await made.json()) as { token: string }).token;
  };

  it('adds a source with what it means where nothing is said, and tells where it is', async () => {
    const asked = serve(marketplace.addSource, ok({ revision: 5, changed: true, name: 'team', run: 'run-1' }));
    const headers = { 'idempotency-key': 'one', 'x-change-reason': 'for us' };
    const response = await api.fetch('POST', '/v1/marketplace/sources', { json: { name: 'team', location }, headers });
    expect([response.status, response.headers.get('etag'), response.headers.get('location')]).toEqual([
      201,
      '"5"',
      source,
    ]);
    expect(await response.json()).toEqual({ revision: 5, changed: true, name: 'team', run: 'run-1' });
    const rest = { internal: false, keys: [], everySeconds: 3600, policy: { mode: 'notify' } };
    expect(asked[0]?.input).toEqual({ name: 'team', location, ...rest });
    await api.fetch('POST', '/v1/marketplace/sources', { json: { name: 'team', location }, headers });
    expect(asked[1]?.header['idempotencyKey']).toBe(asked[0]?.header['idempotencyKey']);
    expect(asked[0]?.header).toMatchObject({ actor: 'user:bootstrap', reason: 'for us' });
  });

  it.each([
    { kind: 'http', url: 'https://ada:secret-canary@example.com/x' },
    { kind: 'http', url: 'https://secret-canary@example.com/x' },
    { kind: 'http', url: 'https://example.com/x?private_token=secret-canary' },
    { kind: 'git', url: 'https://ada:secret-canary@example.com/x.git' },
    { kind: 'git', url: 'ssh://secret-canary@example.com/x.git' },
    { kind: 'http', url: 'ftp://example.com/secret-canary' },
    { kind: 'file', path: 'secret-canary' },
  ])('refuses %o, by name and without repeating it', async (wrong) => {
    const asked = serve(marketplace.addSource, ok({ revision: 5, changed: true, name: 'team', run: 'run-1' }));
    const response = await api.fetch('POST', '/v1/marketplace/sources', { json: { name: 'team', location: wrong } });
    const text = await response.text();
    expect(response.status).toBe(422);
    const { code, errors } = JSON.parse(text) as Problem;
    expect(code).toBe('invalid-input');
    expect(errors?.[0]?.path).toEqual(['location', expect.any(String)]);
    expect(text).not.toContain('secret-canary');
    expect(asked).toEqual([]);
  });

  it('changes, trusts and removes against a revision', async () => {
    const done = ok({ revision: 8, changed: true });
    const [changed, trusted, removed] = [
      serve(marketplace.changeSource, done),
      serve(marketplace.trustKey, done),
      serve(marketplace.removeSource, done),
    ];
    const headers = { 'if-match': '"7"' };
    const answers = [
      await api.fetch('PATCH', source, { json: { paused: true }, headers }),
      await api.fetch('POST', `${source}/trust`, { json: { key }, headers }),
      await api.fetch('DELETE', `${source}?keepEnabled`, { headers }),
    ];
    expect(answers.map(({ status, headers: got }) => [status, got.get('etag')])).toEqual([
      [200, '"8"'],
      [200, '"8"'],
      [200, null],
    ]);
    expect(changed[0]?.input).toEqual({ name: 'team', changes: { paused: true }, expectedRevision: 7 });
    expect(trusted[0]?.input).toEqual({ name: 'team', key, expectedRevision: 7 });
    expect(removed[0]?.input).toEqual({ name: 'team', keepEnabled: true, expectedRevision: 7 });
    expect((await api.fetch('POST', `${source}/trust`, { json: {} })).status).toBe(422);
    expect((await api.fetch('POST', `${source}/trust`, { json: { key, distrust: 'x' } })).status).toBe(422);
  });

  it('syncs for operators, and shows syncs to everybody', async () => {
    const asked = serve(marketplace.syncSource, ok({ ...run, joined: false }));
    serve(marketplace.getRun, err(problemOf('sync-not-found', 'There was no sync x.')));
    const pages = serve(marketplace.listRuns, ok({ items: [run], nextBefore: 'run-1' }));
    const [operator, viewer] = await Promise.all([tokenOf('operator'), tokenOf('viewer')]);
    expect((await api.fetch('POST', `${source}/sync`, { token: viewer })).status).toBe(403);
    const synced = await api.fetch('POST', `${source}/sync`, { token: operator });
    expect(await synced.json()).toEqual({ ...run, joined: false });
    await api.fetch('POST', `${source}/sync`, { json: { acceptEmpty: true }, token: operator });
    expect(asked.map(({ input }) => input)).toEqual([
      { name: 'team', acceptEmpty: false },
      { name: 'team', acceptEmpty: true },
    ]);
    const listed = await api.fetch('GET', `${source}/syncs?limit=1&before=run-2`, { token: viewer });
    expect(await listed.json()).toEqual({ items: [run], nextBefore: 'run-1' });
    expect(pages[0]?.input).toEqual({ source: 'team', limit: 1, before: 'run-2' });
    expect((await api.fetch('GET', '/v1/marketplace/syncs/x', { token: viewer })).status).toBe(404);
    expect((await api.fetch('PATCH', source, { json: { paused: true }, token: operator })).status).toBe(403);
  });

  it('lists entries by filters that are there, and leaves the others open', async () => {
    const asked = serve(marketplace.listEntries, ok({ items: [], total: 0 }));
    await api.fetch('GET', '/v1/marketplace/entries?search=ocr&framework=cuda&enabled&updatable=false&limit=5');
    await api.fetch('GET', '/v1/marketplace/entries');
    expect(asked.map(({ input }) => input)).toEqual([
      { search: 'ocr', framework: 'cuda', enabled: true, updatable: false, limit: 5 },
      { limit: 50 },
    ]);
    expect((await api.fetch('GET', '/v1/marketplace/entries?enabled=maybe')).status).toBe(422);
  });

  it('has icons that stay where their address names the content, and are asked for again where it does not', async () => {
    serve(marketplace.entryIcon, ok({ mediaType: 'image/png', base64: picture.toString('base64'), contentHash: 'h1' }));
    const response = await api.fetch('GET', `${entry}/icon?contentHash=h1`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: '"h1"',
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
    for (const address of [`${entry}/icon`, `${entry}/icon?contentHash=h0`]) {
      expect((await api.fetch('GET', address)).headers.get('cache-control')).toBe('private, no-cache');
    }
    expect((await api.fetch('GET', `${entry}/icon`, { headers: { 'if-none-match': '"h1"' } })).status).toBe(304);
    serve(marketplace.entryIcon, err(problemOf('entry-not-found', 'MinerU has no icon.')));
  });

  it('says that an entry or its icon is not there', async () => {
    const missing = err(problemOf('entry-not-found', 'Source team has no entry MinerU.', { hint: 'List them.' }));
    serve(marketplace.entryIcon, missing);
    serve(marketplace.getEntry, missing);
    for (const address of [entry, `${entry}/icon`]) {
      const response = await api.fetch('GET', address);
      expect([response.status, await response.json()]).toMatchObject([
        404,
        { code: 'entry-not-found', hint: 'List them.' },
      ]);
    }
  });

  it('enables, updates and disables what was looked at, and nothing of it without a body', async () => {
    const enabled = serve(
      marketplace.enableEntry,
      ok({ revision: 3, changed: true, backend: 'MinerU', catalogRevision: 40, restored: false, keptYours: [] }),
    );
    const updated = serve(
      marketplace.updateEntry,
      err(problemOf('update-conflicts', 'Both changed 2 fields.', { extra: { conflicts: [['description']] } })),
    );
    const disabled = serve(
      marketplace.disableEntry,
      err(problemOf('backend-in-use', 'MinerU is in use by chat.', { extra: { deployments: ['chat'] } })),
    );
    const policies = serve(marketplace.setEntryPolicy, ok({ revision: 4, changed: true }));
    expect(await (await api.fetch('POST', `${entry}/enable`, { json: { contentHash: 'h1' } })).json()).toMatchObject({
      backend: 'MinerU',
      catalogRevision: 40,
    });
    await api.fetch('POST', `${entry}/enable`);
    const decisions = [{ path: ['versions', '1.10', 'env', 'A.B'], take: 'upstream' }];
    const refused = await api.fetch('POST', `${entry}/update`, { json: { catalogRevision: 40, decisions } });
    expect([refused.status, await refused.json()]).toMatchObject([409, { extra: { conflicts: [['description']] } }]);
    const inUse = await api.fetch('POST', `${entry}/disable`);
    expect([inUse.status, await inUse.json()]).toMatchObject([409, { extra: { deployments: ['chat'] } }]);
    await api.fetch('PUT', `${entry}/policy`, { json: { policy: null } });
    const place = { source: 'team', name: 'MinerU' };
    expect(enabled.map(({ input }) => input)).toEqual([{ ...place, contentHash: 'h1' }, place]);
    expect(updated[0]?.input).toEqual({ ...place, catalogRevision: 40, decisions });
    expect(disabled[0]?.input).toEqual(place);
    expect(policies[0]?.input).toEqual({ ...place, policy: null });
  });

  it('shows viewers everything and lets them change nothing', async () => {
    const token = await tokenOf('viewer');
    const attempts = await Promise.all([
      api.fetch('POST', '/v1/marketplace/sources', { json: { name: 'team', location }, token }),
      api.fetch('DELETE', source, { token }),
      api.fetch('POST', `${source}/trust`, { json: { key }, token }),
      api.fetch('POST', `${entry}/enable`, { token }),
      api.fetch('POST', `${entry}/update`, { token }),
      api.fetch('POST', `${entry}/disable`, { token }),
      api.fetch('PUT', `${entry}/policy`, { json: { policy: null }, token }),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 403));
  });

  it('is unavailable while its service is away, and says so', async () => {
    const response = await api.fetch('GET', '/v1/marketplace/sources');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable', hint: expect.stringContaining('marketplace') });
  });
});
