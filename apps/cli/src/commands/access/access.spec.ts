import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

describe('tokens', () => {
  const view = {
    name: 'ci',
    role: 'operator',
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'user:ada',
    expiresAt: null,
  };
  const join = { ...view, role: undefined, singleUse: true, usedBy: null };

  it('are made, and shown alone on standard output', async () => {
    api.on('POST /v1/tokens', { status: 201, json: { ...view, token: 'eh_secret' } });
    api.on('POST /v1/join-tokens', { status: 201, json: { ...join, token: 'join_secret' } });
    expect(await api.run('token create ci --role operator --expires-in 90d')).toMatchObject({ stdout: 'eh_secret\n' });
    expect(JSON.parse(api.last().body)).toEqual({ name: 'ci', role: 'operator', expiresInSeconds: 7_776_000 });
    expect(await api.run('join-token create rack --single-use')).toMatchObject({ stdout: 'join_secret\n' });
    expect(JSON.parse(api.last().body)).toEqual({ name: 'rack', singleUse: true });
  });

  it('are listed and revoked', async () => {
    api.on('GET /v1/tokens', { json: { items: [view] } }).on('GET /v1/join-tokens', { json: { items: [join] } });
    api.on('DELETE /v1/tokens/ci', { json: { revoked: 'ci' } }).on('DELETE /v1/join-tokens/rack', { json: {} });
    expect((await api.run('token list')).stdout).toMatch(/ci +operator .* user:ada +never/);
    expect((await api.run('join-token list')).stdout).toMatch(/ci +one worker +- /);
    expect((await api.run('token revoke ci --yes')).stdout).toBe('token ci revoked\n');
    expect((await api.run('join-token revoke rack --yes')).status).toBe(0);
  });
});
