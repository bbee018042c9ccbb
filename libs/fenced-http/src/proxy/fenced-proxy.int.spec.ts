import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canary, type Canary } from '../test-support/canary.js';
import { serve, type Served } from '../test-support/serve.js';
import { openFencedProxy, type FencedProxy, type FencedProxyOptions } from './fenced-proxy.js';

const limits = { policy: 'internal', timeoutMs: 2000, maxBytes: 100_000 } as const;
const open: FencedProxy[] = [];
let bird: Canary;
let server: Served;

beforeAll(async () => {
  bird = await canary();
  server = await serve((request, response) => {
    if (request.url === '/endless') return endless(response);
    if (request.url === '/silent') return;
    void text(request).then((body) => response.end(JSON.stringify({ ...seenOf(request), body })));
  });
});
afterEach(() => Promise.all(open.splice(0).map((proxy) => proxy.close())));
afterAll(() => Promise.all([bird.close(), server.close()]));

const seenOf = ({ method, url, headers }: http.IncomingMessage) => ({ method, url, headers });

function endless(response: http.ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(16_384)));
  };
  response.on('drain', more);
  more();
}

async function proxied(options: Partial<FencedProxyOptions> = {}): Promise<FencedProxy> {
  const proxy = await openFencedProxy({ ...limits, ...options });
  open.push(proxy);
  return proxy;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface PlainRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with its whole address, as programs send it to a proxy. */
async function plain(proxy: { readonly url: string }, url: string, request: PlainRequest = {}, body = '') {
  const { hostname, port, username, password } = new URL(proxy.url);
  const account = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { 'proxy-authorization': `Basic ${account}`, host: new URL(url).host, ...request.headers };
  return await new Promise<Answer>((resolve, reject) => {
    const sent = http.request({ ...request, hostname, port, path: url, headers, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    });
    sent.once('error', reject).end(body);
  });
}

/** What a tunnel brings back for what is sent through it; the status where there is none. */
async function tunnelled(proxy: { readonly url: string }, authority: string, sent: string): Promise<string> {
  const { hostname, port, username, password } = new URL(proxy.url);
  const account = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { 'proxy-authorization': `Basic ${account}` };
  return await new Promise((resolve, reject) => {
    const asked = http.request({ hostname, port, method: 'CONNECT', path: authority, headers });
    asked.once('error', reject).once('connect', (answer, socket) => {
      if (answer.statusCode !== 200) return resolve(String(answer.statusCode));
      socket.once('error', () => resolve('broken'));
      socket.write(sent);
      text(socket).then(resolve, () => resolve('broken'));
    });
    asked.end();
  });
}

const closing = 'GET /through HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';

describe('a fenced proxy', () => {
  it('passes on a request with its body, and nothing that is between the two of them', async () => {
    const proxy = await proxied();
    const headers = { 'x-y': 'z', connection: 'x-y', te: 'trailers' };
    const answer = await plain(proxy, `${server.url}/a?b=c`, { method: 'POST', headers }, 'body');
    const seen = JSON.parse(answer.body) as { readonly headers: Record<string, string> };
    expect(seen).toMatchObject({ method: 'POST', url: '/a?b=c', body: 'body', headers: { 'x-y': 'z' } });
    expect(Object.keys(seen.headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^proxy-|^te$/)]));
    expect(proxy.bytes()).toBeGreaterThan(0);
    expect(proxy.problem()).toBeNull();
  });

  it('opens tunnels', async () => {
    const proxy = await proxied();
    expect(await tunnelled(proxy, `127.0.0.1:${server.port}`, closing)).toContain('"url":"/through"');
    expect(proxy.problem()).toBeNull();
  });

  it.each(['', 'fence:guess@', 'other:x@'])('serves nobody who does not know its password (%s)', async (account) => {
    const proxy = await proxied();
    const url = proxy.url.replace(/\/\/.*@/, `//${account}`);
    expect(await plain({ url }, `http://127.0.0.1:${bird.port}/`)).toMatchObject({ status: 407 });
    expect(await tunnelled({ url }, `127.0.0.1:${bird.port}`, closing)).toBe('407');
    expect(bird.connections()).toBe(0);
  });

  it('has another password each time', async () => {
    expect((await proxied()).url).not.toBe((await proxied()).url);
  });

  it('stands on loopback only, and is gone once it is closed', async () => {
    const proxy = await proxied();
    const { port } = new URL(proxy.url);
    await proxy.close();
    const socket = net.connect(Number(port), '127.0.0.1');
    expect(await new Promise((resolve) => socket.once('error', resolve))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('tells how much has come', async () => {
    const told: number[] = [];
    const proxy = await proxied({ onProgress: (bytes) => told.push(bytes) });
    await plain(proxy, `${server.url}/`);
    expect(told.at(-1)).toBe(proxy.bytes());
  });
});

const inside = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0'];

describe('what the proxy does not connect to', () => {
  it.each(inside)('is %s, by whatever way', async (host) => {
    const proxy = await proxied({ policy: 'public' });
    expect(await tunnelled(proxy, `${host}:${bird.port}`, closing)).toBe('403');
    expect(await plain(proxy, `http://${host}:${bird.port}/`)).toMatchObject({ status: 403 });
    expect(proxy.problem()).toMatchObject({ code: 'address-not-allowed' });
    expect(bird.connections()).toBe(0);
  });

  it('is a name that leads there, asked for each connection', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    const resolver = async () => answers.shift() ?? [];
    const proxy = await proxied({ resolver });
    expect(await plain(proxy, `http://rebind.example:${server.port}/`)).toMatchObject({ status: 200 });
    expect(await tunnelled(proxy, `rebind.example:${bird.port}`, closing)).toBe('403');
    expect(proxy.problem()?.detail).toContain('169.254.169.254 is a link-local address');
    expect(bird.connections()).toBe(0);
  });

  it('is anything over http where only https may be spoken', async () => {
    const proxy = await proxied({ httpsOnly: true });
    expect(await plain(proxy, `${server.url}/`)).toMatchObject({ status: 403 });
    expect(proxy.problem()?.detail).toContain('only https');
  });

  it.each(['127.0.0.1', 'x@127.0.0.1:80', 'http://127.0.0.1:80/', '/:80', '127.0.0.1:80/x'])(
    'is what is no host and port: %s',
    async (authority) => {
      expect(await tunnelled(await proxied(), authority, closing)).toBe('400');
    },
  );

  it.each(['/', 'ftp://127.0.0.1/', 'http://user:secret@127.0.0.1/'])('is what is no address: %s', async (url) => {
    const proxy = await proxied();
    const { hostname, port, username, password } = new URL(proxy.url);
    const headers = { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const sent = http.get({ hostname, port, path: url, headers }, ({ statusCode }) => resolve(statusCode));
      sent.once('error', reject);
    });
    expect(answer).toBe(403);
    expect(JSON.stringify(proxy.problem())).not.toContain('secret');
  });
});

describe('the proxy ends', () => {
  it('everything once too much has come, and says so', async () => {
    const proxy = await proxied();
    const sent = 'GET /endless HTTP/1.1\r\nhost: x\r\n\r\n';
    const came = await tunnelled(proxy, `127.0.0.1:${server.port}`, sent);
    expect(came.length).toBeLessThanOrEqual(limits.maxBytes);
    expect(proxy.problem()).toMatchObject({ code: 'input-too-large' });
    expect(proxy.bytes()).toBeLessThan(limits.maxBytes + 200_000);
    await expect(plain(proxy, `${server.url}/`)).rejects.toThrow(/ECONN|hang up|aborted/);
  });

  it('an endless answer to a plain request', async () => {
    const proxy = await proxied();
    await expect(plain(proxy, `${server.url}/endless`)).rejects.toThrow(/ECONN|hang up|aborted/);
    expect(proxy.problem()).toMatchObject({ code: 'input-too-large' });
  });

  it('a connection on which nothing comes', async () => {
    const proxy = await proxied({ timeoutMs: 200 });
    expect(await plain(proxy, `${server.url}/silent`)).toMatchObject({ status: 502 });
    expect(proxy.problem()).toMatchObject({ code: 'unavailable', extra: { reason: 'timeout' } });
  });

  it('with the reason where nobody listens', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    const proxy = await proxied();
    expect(await tunnelled(proxy, `127.0.0.1:${gone.port}`, closing)).toBe('502');
    expect(await plain(proxy, `${gone.url}/`)).toMatchObject({ status: 502 });
    expect(proxy.problem()).toMatchObject({ code: 'unavailable', extra: { reason: 'refused' } });
  });

  it('tunnels that are open when it is closed', async () => {
    const proxy = await proxied();
    const waiting = tunnelled(proxy, `127.0.0.1:${server.port}`, 'GET /silent HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await proxy.close();
    expect(['', 'broken']).toContain(await waiting);
  });
});
