import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

const view = {
  name: 'ci',
  id: '0199aaaa-0000-7000-8000-000000000000',
  url: 'https://ci.example.com/hooks?token=********',
  internal: false,
  filters: { logs: [], types: ['Version*'], subjects: [] },
  state: 'paused',
  reason: 'the receiver answered 410 Gone',
  previousSecretUntil: null,
  positions: { catalog: 12, scheduling: 34, marketplace: 7 },
  deliveries: { pending: 1, retrying: 2, delivered: 30, dead: 4 },
  revision: 7,
  createdAt: '2026-11-01T00:00:00Z',
  createdBy: 'user:ada',
  updatedAt: '2026-11-02T00:00:00Z',
};
const attempt = {
  at: '2026-11-23T12:00:00.000Z',
  requestId: 'r-1',
  durationMs: 12,
  status: 503,
  answer: 'busy',
  error: 'the receiver answered 503',
};
const done = { revision: 8, changed: true };
const sent = () => JSON.parse(api.last().body) as unknown;

describe('webhook add', () => {
  it('prints nothing but the secret on standard output', async () => {
    const answer = { name: 'ci', id: view.id, ...done, secret: 'whsec_AAAA' };
    api.on('POST /v1/webhooks', { status: 201, json: answer });
    const ran = await api.run(
      'webhook add ci https://ci.example.com/ --type Version* --type BackendDeleted --log catalog --from catalog-12',
    );
    expect(ran).toMatchObject({ stdout: 'whsec_AAAA\n', status: 0 });
    expect(sent()).toEqual({
      name: 'ci',
      url: 'https://ci.example.com/',
      internal: false,
      filters: { types: ['Version*', 'BackendDeleted'], subjects: [], logs: ['catalog'] },
      from: { catalog: 12 },
    });
    await api.run('webhook add ci http://ci.lan/ --internal --from 0');
    expect(sent()).toEqual({
      name: 'ci',
      url: 'http://ci.lan/',
      internal: true,
      from: { catalog: 0, scheduling: 0, marketplace: 0 },
    });
  });

  it('refuses positions that are none', async () => {
    const ran = await api.run('webhook add ci https://ci.example.com/ --from yesterday');
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('catalog-12,scheduling-34') });
  });
});

describe('webhooks', () => {
  it('are listed and shown', async () => {
    api.on('GET /v1/webhooks', { json: { items: [view] } }).on('GET /v1/webhooks/ci', { json: view });
    expect((await api.run('webhook list')).stdout).toMatch(/ci +paused +3 +30 +4 +https:/);
    const shown = (await api.run('webhook get ci')).stdout;
    expect(shown).toContain('the receiver answered 410 Gone');
    expect(shown).toContain('catalog-12,scheduling-34,marketplace-7');
  });

  it('are paused, resumed, changed and removed', async () => {
    api.on('PATCH /v1/webhooks/ci', { json: done }).on('DELETE /v1/webhooks/ci', { json: done });
    expect((await api.run('webhook pause ci --if-match 7')).stdout).toBe('webhook ci paused (revision 8)\n');
    expect([sent(), api.last().headers['if-match']]).toEqual([{ paused: true }, '"7"']);
    await api.run('webhook resume ci');
    expect(sent()).toEqual({ paused: false });
    await api.run('webhook change ci --to https://new.example.com/ --no-internal --everything');
    expect(sent()).toEqual({
      url: 'https://new.example.com/',
      internal: false,
      filters: { types: [], subjects: [], logs: [] },
    });
    expect((await api.run('webhook change ci')).status).toBe(2);
    expect((await api.run('webhook remove ci --yes')).stdout).toBe('webhook ci removed (revision 8)\n');
  });

  it('get a new secret, which is printed alone', async () => {
    api.on('POST /v1/webhooks/ci/rotate-secret', { json: { ...done, secret: 'whsec_BBBB' } });
    expect((await api.run('webhook rotate-secret ci --overlap 2h')).stdout).toBe('whsec_BBBB\n');
    expect(sent()).toEqual({ overlapSeconds: 7200 });
    await api.run('webhook rotate-secret ci --now');
    expect(sent()).toEqual({ overlapSeconds: 0 });
  });

  it('are tested, and the exit status says how it went', async () => {
    api.on('POST /v1/webhooks/ci/test', { json: { ...attempt, status: 204, error: null } });
    expect(await api.run('webhook test ci')).toMatchObject({ status: 0, stdout: expect.stringContaining('delivered') });
    api.on('POST /v1/webhooks/ci/test', { json: attempt });
    expect(await api.run('webhook test ci')).toMatchObject({ status: 1, stdout: expect.stringContaining('busy') });
  });
});

describe('deliveries', () => {
  it('are listed with their last error, and sent again', async () => {
    const delivery = {
      id: 'e-1',
      log: 'catalog',
      position: 12,
      type: 'VersionAdded',
      subject: 'backend:vllm',
      state: 'dead',
      attempts: 9,
      createdAt: '2026-11-23T12:00:00.000Z',
      nextAttemptAt: null,
      lastAttempt: attempt,
    };
    api.on('GET /v1/webhooks/ci/deliveries', { json: { items: [delivery] } });
    const listed = await api.run('webhook deliveries ci --state dead');
    expect(listed.stdout).toMatch(/e-1 +catalog-12 VersionAdded +dead +9 +- +the receiver answered 503/);
    expect(api.last().query).toEqual({ state: 'dead' });
    api.on('POST /v1/webhooks/ci/redrive', { json: { redriven: 3 } });
    expect((await api.run('webhook redrive ci --all')).stdout).toBe('3 sent again\n');
    await api.run('webhook redrive ci e-1');
    expect(sent()).toEqual({ delivery: 'e-1' });
    expect((await api.run('webhook redrive ci')).status).toBe(2);
  });
});
