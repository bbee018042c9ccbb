import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAddress, fencedRequest } from './fenced-request.js';
import { canary, type Canary } from './test-support/canary.js';
import { serve, type Served } from './test-support/serve.js';

const limits = { timeoutMs: 5000, maxBytes: 10_000 };
const always =
  (...addresses: readonly string[]) =>
  async () =>
    addresses;
const leave = (to: string) => `${server.url}/to?${encodeURIComponent(to)}`;
let bird: Canary;
let server: Served;

beforeAll(async () => {
  bird = await canary();
  server = await serve((request, response) => {
    if (request.url?.startsWith('/to?')) {
      response.writeHead(302, { location: decodeURIComponent(request.url.slice('/to?'.length)) }).end();
      return;
    }
    response.end(JSON.stringify({ host: request.headers.host, url: request.url }));
  });
});
afterAll(() => Promise.all([bird.close(), server.close()]));

const hosts = [
  '127.0.0.1',
  '127.1',
  '127.0.0.1.',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '0',
  '0.0.0.0',
  '１２７.0.0.1',
  'localhost',
  'canary.localhost',
  'LOCALHOST',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[::ffff:0:127.0.0.1]',
];

describe('an address inside', () => {
  it.each(hosts)('written %s is refused and not connected to', async (host) => {
    const answer = await fencedRequest(`http://${host}:${bird.port}/`, { policy: 'public', ...limits });
    expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed', status: 422 } });
    expect(bird.connections()).toBe(0);
  });

  it.each([
    'file:///etc/passwd',
    'unix:///var/run/docker.sock',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:text/plain,x',
    'http://user:secret@example.com/',
    'http://user@example.com/',
    '//example.com/',
    'example.com',
    'http://[::1',
    'http://user:secret@[bad/',
    '',
  ])('%j is no address to call', async (url) => {
    const answer = await fencedRequest(url, { policy: 'internal', ...limits });
    expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it.each(hosts)('written %s is refused before anything is sent', async (host) => {
    const checked = await checkAddress(`http://${host}/`, { policy: 'public', timeoutMs: 1000 });
    expect(checked).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
  });

  it('over http is refused where only https may be spoken, and not connected to', async () => {
    const options = { policy: 'internal', httpsOnly: true, ...limits } as const;
    const answer = await fencedRequest(`http://127.0.0.1:${bird.port}/`, options);
    expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
    expect(await checkAddress('http://127.0.0.1/', options)).toMatchObject({ ok: false });
    expect(await checkAddress('https://127.0.0.1/', options)).toEqual({ ok: true, value: undefined });
    expect(bird.connections()).toBe(0);
  });

  it('is named with the reason', async () => {
    const answer = await fencedRequest('http://hook.example/x?token=secret', {
      policy: 'public',
      resolver: always('10.0.0.7'),
      ...limits,
    });
    expect(answer).toMatchObject({
      ok: false,
      error: {
        detail:
          'http://hook.example may not be called: 10.0.0.7 is a private address; only public addresses are called.',
      },
    });
  });
});

describe('a name', () => {
  it('is resolved once, and only the checked address is connected to', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const asked: string[] = [];
    const resolver = async (name: string) => {
      asked.push(name);
      return answers.shift() ?? [];
    };
    const answer = await fencedRequest(`http://rebind.example:${server.port}/x`, {
      policy: 'internal',
      resolver,
      ...limits,
    });
    expect(asked).toEqual(['rebind.example']);
    const body = JSON.parse(Buffer.from(answer.ok ? answer.value.body : []).toString()) as unknown;
    expect(body).toEqual({ host: `rebind.example:${server.port}`, url: '/x' });
  });

  it('is not called at those of its addresses that may not be called', async () => {
    const resolver = always('169.254.169.254', '0.0.0.0', '127.0.0.1');
    const answer = await fencedRequest(`http://many.example:${server.port}/`, {
      policy: 'internal',
      resolver,
      ...limits,
    });
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
  });

  it('without an address is unavailable', async () => {
    const answer = await fencedRequest('http://none.example/', {
      policy: 'public',
      resolver: always(),
      ...limits,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable', extra: { reason: 'name-not-found' } } });
  });
});

describe('a redirect', () => {
  it.each(['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/', 'file:///etc/passwd', 'http://[bad'])(
    'to %s is refused',
    async (to) => {
      const answer = await fencedRequest(leave(to), { policy: 'internal', ...limits });
      expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
    },
  );

  // Each of these leads to this host when it is connected to.
  it.each(['0', '0.0.0.0', '[::]', '[::ffff:0.0.0.0]'])('to %s is not connected to', async (host) => {
    const answer = await fencedRequest(leave(`http://${host}:${bird.port}/`), { policy: 'internal', ...limits });
    expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
    expect(bird.connections()).toBe(0);
  });

  it('to a name is resolved and checked like the first address', async () => {
    const names: string[] = [];
    const resolver = async (name: string) => {
      names.push(name);
      return name === 'ok.example' ? ['127.0.0.1'] : ['169.254.1.1'];
    };
    const to = encodeURIComponent(`http://evil.example:${bird.port}/`);
    const answer = await fencedRequest(`http://ok.example:${server.port}/to?${to}`, {
      policy: 'internal',
      resolver,
      ...limits,
    });
    expect(names).toEqual(['ok.example', 'evil.example']);
    expect(answer).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
    expect(bird.connections()).toBe(0);
  });
});
