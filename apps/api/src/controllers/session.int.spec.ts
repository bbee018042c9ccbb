import { newSecretsKey } from '@enginehouse/service-kit';
import { catalog, type Problem } from '@enginehouse/contracts';
import type { SessionView, SignInCode } from '@enginehouse/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUntil, startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';
import { SimulatedLog } from '../testing/simulated-log.js';

const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';
const from = (address: string) => ({ 'x-forwarded-for': address });
const pairOf = (response: Response) => cookieOf(response).split(';')[0] ?? '';
const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

describe('a session in a browser', () => {
  let around: Surroundings;
  let api: RunningApi;
  const lines: string[] = [];
  const secretsKey = newSecretsKey();

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around, { secretsKey, onLog: (line) => lines.push(line), trustedProxies: ['127.0.0.1'] });
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });

  const signIn = (json: unknown, headers: Record<string, string> = {}) =>
    api.fetch('POST', '/v1/session', { token: null, json, headers });
  const withCookie = (method: string, path: string, cookie: string, headers: Record<string, string> = {}) =>
    api.fetch(method, path, { token: null, headers: { cookie, ...headers } });
  const makeToken = async (name: string, role = 'operator') => {
    const response = await api.fetch('POST', '/v1/tokens', { json: { name, role } });
    return ((await response.json()) as { token: string }).token;
  };
  /** Signs in; the cookie as a browser sends it back, and what it was told. */
  const session = async (token: string) => {
    const response = await signIn({ token });
    return { cookie: pairOf(response), view: (await response.json()) as SessionView };
  };

  it('begins with a token, and is a cookie that no script can read and no other site can use', async () => {
    const response = await signIn({ token: api.adminToken });
    expect(response.status).toBe(200);
    expect(cookieOf(response)).toMatch(
      /^enginehouse_session=[\w-]{100,}; Path=\/; Max-Age=4(3200|3199); HttpOnly; SameSite=Strict$/,
    );
    expect(await response.json()).toEqual({
      name: 'bootstrap',
      role: 'admin',
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: expect.any(String),
    });
  });

  it('is for TLS only, and for this host only, where the proxy that is trusted says TLS', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    const response = await signIn({ token: api.adminToken }, headers);
    expect(cookieOf(response)).toMatch(/^__Host-enginehouse_session=.*; HttpOnly; SameSite=Strict; Secure$/);
    const cookie = pairOf(response);
    expect((await withCookie('GET', '/v1/whoami', cookie, headers)).status).toBe(200);
    expect((await withCookie('GET', '/v1/whoami', cookie.replace('__Host-', ''), headers)).status).toBe(401);
    expect((await withCookie('GET', '/v1/whoami', cookie)).status).toBe(401);
  });

  it('opens the API as its token does, and tells who is signed in', async () => {
    const { cookie, view } = await session(await makeToken('ann', 'viewer'));
    expect(await (await withCookie('GET', '/v1/whoami', cookie)).json()).toMatchObject({ name: 'ann', role: 'viewer' });
    const read = await withCookie('GET', '/v1/session', cookie);
    expect(await read.json()).toEqual({ ...view, name: 'ann', role: 'viewer' });
    expect(read.headers.getSetCookie()).toEqual([]);
    const headers = { 'x-csrf-token': view.csrfToken };
    expect(await codeOf(await withCookie('DELETE', '/v1/tokens/x', cookie, headers))).toEqual([403, 'forbidden']);
  });

  it('is found among other cookies', async () => {
    const { cookie } = await session(api.adminToken);
    expect((await withCookie('GET', '/v1/whoami', `a=b; ${cookie}; x_${cookie}x`)).status).toBe(200);
  });

  it('follows the events with its cookie alone', async () => {
    const log = new SimulatedLog();
    const serving = log.serve(api.services, catalog.feed);
    log.add('backend:x', 'BackendRegistered', {});
    const { cookie } = await session(api.adminToken);
    const leaving = new AbortController();
    const stream = await api.fetch('GET', '/v1/events?log=catalog&after=0', {
      token: null,
      headers: { cookie, accept: 'text/event-stream', 'sec-fetch-site': 'same-origin' },
      signal: leaving.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(await readUntil(stream, (text) => text.includes('BackendRegistered'))).toContain('"position":1');
    leaving.abort();
    serving.stop();
  });

  const change = (cookie: string, headers: Record<string, string>) =>
    withCookie('DELETE', '/v1/tokens/nobody', cookie, headers);

  describe('changes something', () => {
    it('only with its own CSRF token', async () => {
      const { cookie, view } = await session(api.adminToken);
      const other = await session(api.adminToken);
      expect(await codeOf(await change(cookie, {}))).toEqual([403, 'csrf-token-invalid']);
      expect(await codeOf(await change(cookie, { 'x-csrf-token': other.view.csrfToken }))).toEqual([
        403,
        'csrf-token-invalid',
      ]);
      expect(await codeOf(await change(cookie, { 'x-csrf-token': view.csrfToken }))).toEqual([404, 'token-not-found']);
    });

    it.each(['cross-site', 'same-site', 'none'])('not from where the browser calls it "%s"', async (site) => {
      const { cookie, view } = await session(api.adminToken);
      const headers = { 'x-csrf-token': view.csrfToken, 'sec-fetch-site': site };
      const problem = (await (await change(cookie, headers)).json()) as Problem;
      expect(problem).toMatchObject({ code: 'csrf-token-invalid', detail: expect.stringContaining(site) });
    });

    it('from pages of the same origin', async () => {
      const { cookie, view } = await session(api.adminToken);
      const headers = { 'x-csrf-token': view.csrfToken, 'sec-fetch-site': 'same-origin' };
      expect((await change(cookie, headers)).status).toBe(404);
    });

    it('is of no concern to who has a bearer token, whatever cookie goes along', async () => {
      const response = await api.fetch('DELETE', '/v1/tokens/nobody', {
        headers: { cookie: 'enginehouse_session=bad', 'sec-fetch-site': 'cross-site' },
      });
      expect(await codeOf(response)).toEqual([404, 'token-not-found']);
      expect(response.headers.getSetCookie()).toEqual([]);
    });
  });

  it('does not begin from a page elsewhere', async () => {
    const response = await signIn({ token: api.adminToken }, { 'sec-fetch-site': 'cross-site' });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await codeOf(response)).toEqual([403, 'csrf-token-invalid']);
  });

  it('ends when the person signs out; the browser forgets it', async () => {
    const { cookie, view } = await session(api.adminToken);
    const response = await withCookie('DELETE', '/v1/session', cookie, { 'x-csrf-token': view.csrfToken });
    expect(await response.json()).toEqual({ signedOut: true });
    expect(cookieOf(response)).toBe('enginehouse_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict');
    expect(await codeOf(await withCookie('DELETE', '/v1/session', cookie))).toEqual([403, 'csrf-token-invalid']);
  });

  it('ends at once when its token is revoked, and the browser is told to forget it', async () => {
    const { cookie } = await session(await makeToken('leaving'));
    expect((await withCookie('GET', '/v1/session', cookie)).status).toBe(200);
    await api.fetch('DELETE', '/v1/tokens/leaving');
    const refused = await withCookie('GET', '/v1/session', cookie);
    expect(cookieOf(refused)).toContain('Max-Age=0');
    expect(await refused.json()).toMatchObject({ code: 'unauthenticated', detail: 'the session is over' });
  });

  it('is not a cookie that was changed', async () => {
    const { cookie } = await session(api.adminToken);
    const at = cookie.length - 5;
    const changed = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
    expect((await withCookie('GET', '/v1/whoami', changed)).status).toBe(401);
    expect((await withCookie('GET', '/v1/whoami', 'enginehouse_session=')).status).toBe(401);
  });

  it('is not there for a bearer', async () => {
    expect(await codeOf(await api.fetch('GET', '/v1/session'))).toEqual([401, 'unauthenticated']);
  });

  it('begins with a code, once', async () => {
    const made = await api.fetch('POST', '/v1/session/codes', { token: await makeToken('linked', 'viewer') });
    expect(made.status).toBe(201);
    const { code, expiresAt } = (await made.json()) as SignInCode;
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const first = await signIn({ code });
    expect(await first.json()).toMatchObject({ name: 'linked', role: 'viewer' });
    expect((await withCookie('GET', '/v1/session', pairOf(first))).status).toBe(200);
    const second = await signIn({ code });
    expect(second.headers.getSetCookie()).toEqual([]);
    expect(await second.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringContaining('used before'),
    });
  });

  it('does not begin with a code whose token was revoked meanwhile', async () => {
    const made = await api.fetch('POST', '/v1/session/codes', { token: await makeToken('brief') });
    const { code } = (await made.json()) as SignInCode;
    await api.fetch('DELETE', '/v1/tokens/brief');
    expect((await signIn({ code })).status).toBe(401);
  });

  it('cannot be carried to another browser by a page', async () => {
    const { cookie, view } = await session(api.adminToken);
    const headers = { 'x-csrf-token': view.csrfToken };
    expect(await codeOf(await withCookie('POST', '/v1/session/codes', cookie, headers))).toEqual([403, 'forbidden']);
  });

  it.each([
    ['nothing', {}],
    ['both', { token: 'a', code: 'b' }],
    ['something else', { password: 'x' }],
  ])('does not begin with %s', async (_what, json) => {
    expect(await codeOf(await signIn(json))).toEqual([422, 'invalid-input']);
  });

  it('outlives a restart', async () => {
    const { cookie } = await session(api.adminToken);
    const again = await startApi(around, { secretsKey });
    const response = await fetch(`${again.url}/v1/session`, { headers: { cookie } });
    expect(response.status).toBe(200);
    await again.stop();
  });

  it('leaves nothing in the log that would open one', async () => {
    const made = await api.fetch('POST', '/v1/session/codes');
    const { code } = (await made.json()) as SignInCode;
    const { cookie, view } = await session(api.adminToken);
    await signIn({ code });
    await signIn({ token: `${api.adminToken}-wrong` });
    await withCookie('GET', '/v1/session', cookie);
    await withCookie('GET', '/v1/session', `${cookie}x`);
    const log = lines.join('\n');
    expect(log).toContain('"operation":"signIn"');
    expect(log).toContain('"msg":"signed in"');
    const secrets = [api.adminToken, code, view.csrfToken, cookie.split('=')[1] ?? ''];
    expect(secrets.filter((secret) => secret === '' || log.includes(secret))).toEqual([]);
  });

  it('holds back who keeps trying, and only at the address that it comes from', async () => {
    let last: Response | undefined;
    for (let attempt = 0; attempt < 40 && last?.status !== 429; attempt += 1) {
      const json = attempt % 2 ? { token: `eh_bad${attempt}` } : { code: `ehs_bad${attempt}` };
      last = await signIn(json, from('192.0.2.1'));
    }
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ token: 'eh_bad' }, from('192.0.2.2'))).status).toBe(401);
    expect((await signIn({ token: api.adminToken }, from('192.0.2.1'))).status).toBe(200);
  });
});

describe('without a trusted proxy', () => {
  it('nobody is believed who says that it speaks TLS, or for whom it speaks', async () => {
    const around = await surroundings();
    const lines: string[] = [];
    const api = await startApi(around, { onLog: (line) => lines.push(line) });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
    const response = await api.fetch('POST', '/v1/session', { token: null, json: { token: api.adminToken }, headers });
    expect(cookieOf(response)).toMatch(/^enginehouse_session=/);
    expect(lines.join('\n')).toContain('TRUST_PROXY');
    expect(lines.join('\n')).not.toContain('192.0.2.1');
    await api.stop();
    await around.close();
  });
});
