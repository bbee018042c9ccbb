import { temporaryDirectory } from '@enginehouse/testing';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const script = `console.log(${JSON.stringify('x'.repeat(2000))});`;
const page = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__" /><title>Console</title>';
/** `fetch` of Node says that it wants nothing from a cache, where it is given a tag. */
const asBrowsers = { 'cache-control': 'max-age=0' };
const html = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('the console', () => {
  let around: Surroundings;
  let api: RunningApi;
  const outside = temporaryDirectory('web');
  const directory = path.join(outside, 'dist');

  const build = () => {
    mkdirSync(path.join(directory, 'assets'), { recursive: true });
    const write = (name: string, content: string | Buffer) => writeFileSync(path.join(directory, name), content);
    write('index.html', page);
    write('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    write('.hidden', 'hidden');
    write('assets/index-abc123.js', script);
    write('assets/index-abc123.js.br', brotliCompressSync(script));
    write('assets/index-abc123.js.gz', gzipSync(script));
    write('assets/plain-abc123.js', script);
    write('assets/inter-abc123.woff2', 'font');
    writeFileSync(path.join(outside, 'secret.js'), 'secret');
  };

  beforeAll(async () => {
    build();
    around = await surroundings();
    api = await startApi(around, { webDirectory: directory });
  });
  beforeEach(build);
  afterAll(async () => {
    await api.stop();
    await around.close();
  });

  const get = (at: string, headers: Record<string, string> = {}, method = 'GET') =>
    api.fetch(method, at, { token: null, headers });

  /** As it stands, which `fetch` would tidy up; the status and what came. */
  const getRaw = (target: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(new URL(api.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer)).on('error', reject);
      socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n`);
    });

  describe('its page', () => {
    it.each(['/', '/backends', '/backends/vLLM/versions/0.16.0', '/sign-in?next=%2F', '/index.html', '/V2', '/v1x'])(
      'is what a browser gets at %s',
      async (at) => {
        const response = await get(at, { accept: html });
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
        expect(response.headers.get('cache-control')).toBe('no-cache');
        expect(await response.text()).toContain('<title>Console</title>');
      },
    );

    it('has a nonce of its own in every answer, and a policy that lets nothing else in', async () => {
      const answers = await Promise.all([get('/', { accept: html }), get('/', { accept: html })]);
      const policies = answers.map(({ headers }) => headers.get('content-security-policy') ?? '');
      const nonces = policies.map((policy) => /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(policy)?.[1]);
      expect(new Set(nonces).size).toBe(2);
      const [text] = await Promise.all(answers.map((answer) => answer.text()));
      expect(text).toContain(`nonce="${nonces[0]}"`);
      expect(text).not.toContain('__CSP_NONCE__');
      expect(policies[0]?.replace(nonces[0] ?? '', 'N')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self'; " +
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      const { headers } = await get('/', { accept: html });
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    });

    it('is never the template itself', async () => {
      for (const at of ['/index.html', '//index.html', '/./index.html', '/INDEX.HTML']) {
        expect(await getRaw(at)).not.toContain('__CSP_NONCE__');
      }
    });

    it('has a head of the same length', async () => {
      const response = await get('/', { accept: html }, 'HEAD');
      expect(response.status).toBe(200);
      const { length } = await (await get('/', { accept: html })).text();
      expect(response.headers.get('content-length')).toBe(String(length));
      expect(await response.text()).toBe('');
    });

    it('is no answer for programs that have mistaken the address', async () => {
      const response = await get('/backends', { accept: '*/*' });
      expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
      expect((await get('/', { accept: '*/*' })).status).toBe(200);
    });

    it('stands in the way of nothing that the API has', async () => {
      for (const at of ['/v1/nothing', '/v1', '/V1/whoami', '/openai/x', '/healthz', '/readyz', '/metrics']) {
        expect([at, (await get(at, { accept: html })).headers.get('content-type')]).not.toEqual([
          at,
          'text/html; charset=utf-8',
        ]);
      }
    });
  });

  describe('a file with its hash in its name', () => {
    const js = '/assets/index-abc123.js';

    it('is kept for a year', async () => {
      const response = await get(js);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(script);
    });

    it('may ask this server, and nothing else, where it runs as a worker', async () => {
      const { headers } = await get(js);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
      );
    });

    it.each([
      ['br', 'br'],
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', null],
      ['zstd', null],
    ])('is packed as the client takes it: %s', async (accept, encoding) => {
      const response = await get(js, { 'accept-encoding': accept });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(await response.text()).toBe(script);
    });

    it('comes as it is where it was not packed', async () => {
      const response = await get('/assets/plain-abc123.js', { 'accept-encoding': 'br' });
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(await response.text()).toBe(script);
    });

    it('is not sent again to who has it, each packing for itself', async () => {
      const tagOf = async (encoding: string) =>
        (await get(js, { 'accept-encoding': encoding })).headers.get('etag') ?? '';
      const [packed, plain] = [await tagOf('br'), await tagOf('identity')];
      expect(packed).not.toBe(plain);
      const known = await get(js, { 'accept-encoding': 'br', 'if-none-match': packed, ...asBrowsers });
      expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', packed]);
      expect((await get(js, { 'accept-encoding': 'br', 'if-none-match': plain, ...asBrowsers })).status).toBe(200);
    });

    it('has a head', async () => {
      const response = await get(js, { 'accept-encoding': 'identity' }, 'HEAD');
      expect([response.status, response.headers.get('content-length')]).toEqual([200, String(script.length)]);
    });

    it('that is none is no page', async () => {
      expect((await get('/assets/gone-abc123.js', { accept: html })).status).toBe(404);
      expect((await get('/assets', { accept: '*/*' })).status).toBe(404);
      expect((await get('/assets/', { accept: html })).status).toBe(404);
    });
  });

  it('has files without a hash, which are asked for again', async () => {
    const response = await get('/favicon.svg');
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, no-cache');
    const tag = response.headers.get('etag') ?? '';
    const again = await get('/favicon.svg', { 'if-none-match': tag, ...asBrowsers });
    expect(again.status).toBe(304);
  });

  it('has files of other types', async () => {
    const response = await get('/assets/inter-abc123.woff2', { 'accept-encoding': 'br' });
    expect([response.headers.get('content-type'), response.headers.get('vary')]).toEqual(['font/woff2', null]);
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/%252e%252e/%252e%252e/secret.js',
    '//secret.js',
    '/./../secret.js',
    '/.hidden',
    '/%2ehidden',
    '/assets/index-abc123.js%00.svg',
    'http://x/../secret.js',
  ])('gives away nothing outside its folder, nor what is hidden: %s', async (target) => {
    const answer = await getRaw(target);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(answer).not.toMatch(/secret'|^secret|\r\n\r\nsecret|\r\n\r\nhidden/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('does not take %s', async (method) => {
    for (const at of ['/', '/assets/index-abc123.js', '/backends']) {
      const response = await get(at, {}, method);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(await response.json()).toMatchObject({ code: 'method-not-allowed', correlationId: expect.any(String) });
    }
  });

  it('says how to build it where it was not built, and leaves the API alone', async () => {
    rmSync(directory, { recursive: true });
    const response = await get('/', { accept: html });
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('npm run build');
    expect((await api.fetch('GET', '/v1/whoami')).status).toBe(200);
    build();
    expect((await get('/', { accept: html })).status).toBe(200);
  });
});
