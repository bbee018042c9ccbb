import { keysBucket } from '@enginehouse/contracts';
import { temporaryDirectory, waitUntil } from '@enginehouse/testing';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '@enginehouse/contracts/http';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';
import { hashOfToken } from './secret-token.js';

describe('access to the API', () => {
  let around: Surroundings;
  let api: RunningApi;
  const directory = path.join(temporaryDirectory('bootstrap'), 'made');

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around, { directory });
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });

  const makeToken = async (name: string, role: string, more: object = {}) => {
    const response = await api.fetch('POST', '/v1/tokens', { json: { name, role, ...more } });
    return ((await response.json()) as { token: string }).token;
  };
  const keys = async () => (await api.services.keyValue(keysBucket)).keys();
  const statusWith = async (token: string) => (await api.fetch('GET', '/v1/whoami', { token })).status;

  it('begins with an admin token and a join token, in files that only their owner reads', () => {
    for (const [file, secret] of [
      ['admin-token', api.adminToken],
      ['join-token', api.joinToken],
    ] as const) {
      expect(readFileSync(path.join(directory, file), 'utf8').trim()).toBe(secret);
      expect(statSync(path.join(directory, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('tells a bearer who it is', async () => {
    expect(await (await api.fetch('GET', '/v1/whoami')).json()).toEqual({
      name: 'bootstrap',
      role: 'admin',
      expiresAt: null,
    });
  });

  it('makes tokens whose secret is shown once', async () => {
    const token = await makeToken('ci', 'operator');
    expect(await statusWith(token)).toBe(200);
    const list = await (await api.fetch('GET', '/v1/tokens')).text();
    expect(list).toContain('"ci"');
    expect(list).not.toContain(token);
    expect(list).not.toContain(hashOfToken(token));
  });

  it('refuses a second token of the same name', async () => {
    await makeToken('twice', 'viewer');
    const response = await api.fetch('POST', '/v1/tokens', { json: { name: 'twice', role: 'viewer' } });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'name-taken']);
  });

  it('refuses a revoked token from the next request on, and frees its name', async () => {
    const token = await makeToken('short-lived', 'viewer');
    expect((await api.fetch('DELETE', '/v1/tokens/short-lived')).status).toBe(200);
    expect(await statusWith(token)).toBe(401);
    expect((await api.fetch('DELETE', '/v1/tokens/short-lived')).status).toBe(404);
    expect(await makeToken('short-lived', 'viewer')).toMatch(/^eh_/);
  });

  it('keeps the last admin token', async () => {
    const response = await api.fetch('DELETE', '/v1/tokens/bootstrap');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'last-admin-token']);
  });

  it('refuses a token that has ended', async () => {
    const token = await makeToken('ending', 'viewer', { expiresInSeconds: 1 });
    expect(await statusWith(token)).toBe(200);
    await waitUntil(async () => (await statusWith(token)) === 401, { timeout: 3000 });
  });

  it('lets viewers only read and operators only what is no matter of access', async () => {
    const tokens = { viewer: await makeToken('v', 'viewer'), operator: await makeToken('o', 'operator') } as const;
    for (const route of allRoutes.filter((each) => each.access !== 'public')) {
      const address = route.path.replaceAll(/\{\w+\}/g, 'x');
      const operator = await api.fetch(route.method, `${address}?bad=1`, { token: tokens.operator });
      const viewer = await api.fetch(route.method, `${address}?bad=1`, { token: tokens.viewer });
      expect([route.operation, operator.status === 403]).toEqual([route.operation, route.access === 'admin']);
      expect([route.operation, viewer.status === 403]).toEqual([route.operation, route.access !== 'viewer']);
    }
    // These change nothing that others see: five ask what would happen, two are the caller's own access.
    const others = allRoutes.filter(({ access, method }) => access === 'viewer' && method !== 'GET');
    expect(others.map(({ operation }) => operation)).toEqual([
      'planApply',
      'planRoll',
      'previewDeployment',
      'planDrain',
      'planEntryUpdate',
      'signOut',
      'createSignInCode',
    ]);
  });

  it('shows the gateway the hashes in force and nothing else', async () => {
    const token = await makeToken('for-gateway', 'viewer');
    await waitUntil(async () => (await keys()).includes(hashOfToken(token)));
    expect(await (await api.services.keyValue(keysBucket)).get(hashOfToken(token))).toEqual({
      name: 'for-gateway',
      role: 'viewer',
      expiresAt: null,
    });
    await api.fetch('DELETE', '/v1/tokens/for-gateway');
    await waitUntil(async () => !(await keys()).includes(hashOfToken(token)));
  });

  it('takes away a key that nobody has a token for', async () => {
    const bucket = await api.services.keyValue(keysBucket);
    await bucket.put('f'.repeat(64), { name: 'intruder', role: 'admin', expiresAt: null });
    await makeToken('any-change', 'viewer');
    await expect.poll(keys).not.toContain('f'.repeat(64));
  });

  it('keeps the first tokens out of the output where there is a folder for them', () => {
    expect(api.printed).toEqual([`The first admin token and the first join token are in ${directory}.`]);
  });

  it('is the same after a restart, without another first token', async () => {
    const again = await startApi(around, { directory });
    expect(again.printed).toEqual([]);
    expect((await again.fetch('GET', '/v1/whoami', { token: api.adminToken })).status).toBe(200);
    await again.stop();
  });

  it('holds back who keeps trying bad tokens, and nobody who has a good one', async () => {
    let status = 0;
    for (let attempt = 0; attempt < 40 && status !== 429; attempt += 1) {
      status = await statusWith(`eh_bad${attempt}`);
    }
    expect(status).toBe(429);
    expect(await statusWith(api.adminToken)).toBe(200);
  });
});
