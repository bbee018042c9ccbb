import type { ServerResponse } from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fencedRequest, type FencedOptions } from './fenced-request.js';
import { serve, type Served } from './test-support/serve.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const options = { policy: 'internal', timeoutMs: 5000, maxBytes: 10_000 } as const satisfies FencedOptions;
const closing: (() => Promise<void>)[] = [];
const seen: Seen[] = [];
let server: Served;
let other: Served;

function answerTo(url: string, response: ServerResponse): void {
  const [path, argument = ''] = url.split('?');
  if (path === '/redirect') response.writeHead(Number(argument), { location: '/landed' }).end('moved');
  else if (path === '/away') response.writeHead(307, { location: `${other.url}/` }).end();
  else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
  else response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end('hello');
}

beforeEach(async () => {
  seen.length = 0;
  other = await serve((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' });
    response.end('the other');
  });
  server = await serve((request, response) => {
    void text(request).then((body) => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      return answerTo(request.url ?? '', response);
    });
  });
  closing.push(
    () => server.close(),
    () => other.close(),
  );
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const reasonOf = (answer: Awaited<ReturnType<typeof fencedRequest>>) =>
  answer.ok ? answer.value.status : answer.error.extra?.['reason'];

const never = () => new Promise<readonly string[]>(() => {});

/** Speaks whatever bytes it is told to. */
async function raw(speak: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => speak(socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  );
  return `http://127.0.0.1:${(listener.address() as net.AddressInfo).port}/`;
}

describe('a fenced request', () => {
  it('sends what it was given and answers with status, headers and body', async () => {
    const answer = await fencedRequest(`${server.url}/x?y=1#z`, {
      ...options,
      method: 'POST',
      headers: { 'x-signature': 'abc' },
      body: 'text',
    });
    if (!answer.ok) throw new Error(answer.error.detail);
    expect(Buffer.from(answer.value.body).toString()).toBe('hello');
    expect(answer.value).toMatchObject({ status: 200, headers: { 'set-cookie': 'a=1, b=2' } });
    expect(seen).toMatchObject([{ method: 'POST', url: '/x?y=1', headers: { 'x-signature': 'abc' }, body: 'text' }]);
  });

  it('tells how much of the body has come, and of how much', async () => {
    const told: (readonly [number, number | null])[] = [];
    const onProgress = (bytes: number, total: number | null) => told.push([bytes, total]);
    await fencedRequest(server.url, { ...options, onProgress });
    const url = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody'));
    await fencedRequest(url, { ...options, onProgress });
    expect(told).toEqual([
      [5, null],
      [4, 4],
    ]);
  });

  it('reads no body for HEAD', async () => {
    const answer = await fencedRequest(server.url, { ...options, method: 'HEAD', maxBytes: 1 });
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
  });

  it.each([
    [301, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'text'],
    [308, 'POST', 'text'],
  ])('follows %i with %s', async (status, method, body) => {
    const answer = await fencedRequest(`${server.url}/redirect?${status}`, {
      ...options,
      method: 'POST',
      body: 'text',
    });
    expect(answer).toMatchObject({ ok: true, value: { url: `${server.url}/landed` } });
    expect(seen[1]).toMatchObject({ method, body, url: '/landed' });
  });

  it('leaves credentials behind where a redirect leads to another origin', async () => {
    const headers = { authorization: 'Bearer s', cookie: 'c=1', 'x-api-key': 's', accept: 'text/plain' };
    await fencedRequest(`${server.url}/away`, { ...options, headers });
    expect(seen[1]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(Object.keys(seen[1]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
    );
  });

  it('keeps credentials where a redirect stays at its origin', async () => {
    await fencedRequest(`${server.url}/redirect?302`, { ...options, headers: { authorization: 'Bearer s' } });
    expect(seen[1]?.headers['authorization']).toBe('Bearer s');
  });

  it('answers with the redirect itself where none is followed', async () => {
    const answer = await fencedRequest(`${server.url}/redirect?302`, { ...options, maxRedirects: 0 });
    expect(answer).toMatchObject({ ok: true, value: { status: 302, headers: { location: '/landed' } } });
    expect(seen).toHaveLength(1);
  });

  it('gives up a redirect that goes round', async () => {
    const answer = await fencedRequest(`${server.url}/loop`, { ...options, maxRedirects: 3 });
    expect(reasonOf(answer)).toBe('too-many-redirects');
    expect(seen).toHaveLength(4);
  });
});

describe('an answer', () => {
  it('is unpacked', async () => {
    const packed = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked')),
    );
    closing.push(() => packed.close());
    const answer = await fencedRequest(packed.url, options);
    expect(Buffer.from(answer.ok ? answer.value.body : []).toString()).toBe('unpacked');
  });

  it('that is larger when unpacked is not read to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const bomber = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    closing.push(() => bomber.close());
    const answer = await fencedRequest(bomber.url, { ...options, maxBytes: 100_000 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'input-too-large', status: 413 } });
  });

  it('without an end is cut off at the limit', async () => {
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = () => {
        while (socket.writable && socket.write('x'.repeat(1000)));
      };
      socket.on('drain', more);
      more();
    });
    expect(await fencedRequest(url, options)).toMatchObject({ ok: false, error: { code: 'input-too-large' } });
  });

  it('that announces too much is not read', async () => {
    const url = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10001\r\n\r\n'));
    expect(await fencedRequest(url, options)).toMatchObject({ ok: false, error: { code: 'input-too-large' } });
  });

  it.each([
    ['headers', 'HTTP/1.1 200 OK\r\nx-'],
    ['body', 'HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n'],
  ])('whose %s trickle in is given up at the deadline', async (_, start) => {
    let timer: NodeJS.Timeout | undefined;
    const url = await raw((socket) => {
      socket.write(start);
      timer = setInterval(() => socket.write('x'), 20);
    });
    const began = Date.now();
    expect(reasonOf(await fencedRequest(url, { ...options, timeoutMs: 300 }))).toBe('timeout');
    expect(Date.now() - began).toBeLessThan(2000);
    clearInterval(timer);
  });

  it.each([
    ['its length', 'content-length: 100\r\n\r\nhalf', '4 of 100 bytes came'],
    [
      'its length, and says that it closes',
      'connection: close\r\ncontent-length: 100\r\n\r\nhalf',
      '4 of 100 bytes came',
    ],
    ['its chunk', 'transfer-encoding: chunked\r\n\r\n64\r\nhalf', '4 bytes came, and not its end'],
    ['its last chunk', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', '4 bytes came, and not its end'],
    [
      'its last chunk, and says that it closes',
      'connection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n',
      '4 bytes came, and not its end',
    ],
    [
      'its last chunk ends',
      'connection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n',
      '4 bytes came',
    ],
  ])('that ends before %s is told as cut off', async (_, rest, came) => {
    const url = await raw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
    const answer = await fencedRequest(url, options);
    expect(reasonOf(answer)).toBe('cut');
    expect(answer).toMatchObject({ error: { code: 'unavailable', detail: expect.stringContaining(came) } });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('that ends before all of it can be unpacked (%s) is told as cut off', async (encoding, pack) => {
    const url = await raw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: ${encoding}\r\n\r\n`);
      socket.end(pack(randomBytes(1000)).subarray(0, 500));
    });
    expect(reasonOf(await fencedRequest(url, options))).toBe('cut');
  });

  it('without a length, as HTTP/1.0 has them, ends with its connection', async () => {
    const url = await raw((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it, as far as anybody knows'));
    expect(await fencedRequest(url, options)).toMatchObject({ ok: true, value: { status: 200 } });
  });

  it('that is not HTTP is no answer', async () => {
    const url = await raw((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(reasonOf(await fencedRequest(url, options))).toBe('broken');
  });
});

describe('no answer', () => {
  it('says that the connection was refused', async () => {
    await other.close();
    expect(reasonOf(await fencedRequest(other.url, options))).toBe('refused');
  });

  it('comes at the deadline where a name is never resolved', async () => {
    const answer = await fencedRequest('http://slow.example/', { ...options, timeoutMs: 100, resolver: never });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable', extra: { reason: 'timeout' } } });
  });

  it('comes when the caller gives up', async () => {
    const controller = new AbortController();
    const url = await raw(() => controller.abort());
    expect(reasonOf(await fencedRequest(url, { ...options, signal: controller.signal }))).toBe('aborted');
    expect(reasonOf(await fencedRequest(url, { ...options, signal: controller.signal }))).toBe('aborted');
  });

  it('is made of a plain server where TLS was asked for', async () => {
    const answer = await fencedRequest(server.url.replace('http:', 'https:'), options);
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('refuses headers that cannot be sent', async () => {
    const answer = await fencedRequest(server.url, { ...options, headers: { 'x-y': 'a\r\nb: c' } });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(seen).toEqual([]);
  });
});
