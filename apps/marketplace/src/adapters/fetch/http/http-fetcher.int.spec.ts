import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '@enginehouse/testing';
import { fetching, refOf, refusalOf, textsOf } from '../testing/fetching.js';
import { endless, serve, serveRaw, type Served } from '../testing/serve.js';

const { fetch, check } = fetching({ limits: { requestMs: 1000 } });
const closing: Served[] = [];
afterEach(() => Promise.all(closing.splice(0).map((served) => served.close())));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The address of an index that is answered so; beside it there is nothing. */
async function index(answer: Answer, name = 'index.yaml'): Promise<string> {
  const server = await serve((request, response) => {
    if (request.url === `/${name}`) answer(request, response);
    else response.writeHead(404).end();
  });
  closing.push(server);
  return `${server.url}/${name}`;
}

const http = (url: string) => ({ kind: 'http', url }) as const;

describe('an index that comes slowly', () => {
  it('is given up after the time for one request', async () => {
    const trickle: NodeJS.Timeout[] = [];
    const url = await index((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      trickle.push(setInterval(() => response.write('x'), 50));
    });
    const began = Date.now();
    expect(refusalOf(await fetch(http(url)))).toEqual({
      code: 'source-unavailable',
      detail: `${new URL(url).origin} does not answer: nothing complete arrived within 1000 ms.`,
      hint: 'Check that the marketplace service can reach the address.',
    });
    expect(Date.now() - began).toBeLessThan(3000);
    trickle.forEach((timer) => clearInterval(timer));
  });
});

describe('an index that is not whole', () => {
  it.each([
    ['ends before its length', 'content-length: 100\r\n\r\nname: half\n'],
    ['ends in the middle of a chunk', 'transfer-encoding: chunked\r\n\r\n64\r\nname: half\n'],
    ['ends before its last chunk', 'transfer-encoding: chunked\r\n\r\na\r\nname: half\r\n'],
    [
      'ends before its last chunk and closes',
      'connection: close\r\ntransfer-encoding: chunked\r\n\r\na\r\nname: half\r\n',
    ],
    ['ends before it is unpacked', 'content-encoding: gzip\r\nconnection: close\r\n\r\nPACKED'],
  ])('is refused where it %s', async (_, rest) => {
    const packed = gzipSync('name: half\n'.repeat(100)).subarray(0, 30);
    const [head = '', body] = rest.split('PACKED');
    const server = await serveRaw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${head}`);
      socket.end(body === undefined ? '' : packed);
    });
    closing.push(server);
    // What is beside it may be cut as well, and is asked for first.
    expect(refusalOf(await fetch(http(`${server.url}/index.yaml`)))).toEqual({
      code: 'source-incomplete',
      detail: expect.stringMatching(/^The answer of \S+ was cut off: \d+ (of 100 )?bytes came/) as string,
      hint: expect.stringContaining('ends its answers too early') as string,
    });
  });
});

describe('a page for people', () => {
  it.each([
    ['HTML', 'text/html', '<!DOCTYPE html>\n<html><body>Sign in</body></html>'],
    ['HTML that begins in the middle', 'text/html; charset=utf-8', '\ufeff\n <head><title>x</title></head>'],
    ['HTML that calls itself YAML', 'application/yaml', '<html></html>'],
    ['XML', 'application/xml', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
  ])('is no index, and says so (%s)', async (_, type, text) => {
    const url = await index((_request, response) => response.writeHead(200, { 'content-type': type }).end(text));
    expect(refusalOf(await fetch(http(url)))).toEqual({
      code: 'source-is-web-page',
      detail: `${new URL(url).origin} answered with a web page, not with an index.`,
      hint: expect.stringContaining('on GitHub that is its raw address') as string,
    });
  });

  it('is told with the address of the file that it shows, where that is known', async () => {
    const server = await serve((_, response) => response.end('<!doctype html>'));
    closing.push(server);
    expect(refusalOf(await fetch(http(`${server.url}/team/x/-/blob/main/x.yaml`))).hint).toBe(
      `Give the address of the file itself: ${server.url}/team/x/-/raw/main/x.yaml`,
    );
  });

  it('is not what an index is taken for that is served as a page', async () => {
    const url = await index((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('name: x\n'));
    expect(textsOf(await fetch(http(url)))).toEqual({ 'index.yaml': 'name: x\n' });
  });
});

describe('an index without an end', () => {
  it('is not taken, announced or not, and no memory is spent on it', async () => {
    const announced = await index((_, response) => {
      response.writeHead(200, { 'content-length': String(10 * 1024 ** 3) });
      endless(response);
    });
    const silent = await index((_, response) => endless(response));
    const before = process.memoryUsage().rss;
    for (const url of [announced, silent])
      expect(refusalOf(await fetch(http(url)))).toEqual({
        code: 'input-too-large',
        detail: `The answer of ${new URL(url).origin} is larger than 8388608 bytes.`,
        hint: 'The files of a source have at most 8 MiB together.',
      });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
  });

  it('is not unpacked either', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 ** 2));
    const url = await index((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    expect(await fetch(http(url))).toMatchObject({ ok: false, error: { code: 'input-too-large' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
  });

  it('is taken up to 8 MiB', async () => {
    const text = 'x'.repeat(8 * 1024 ** 2);
    const url = await index((_, response) => response.end(text));
    expect(textsOf(await fetch(http(url)))).toEqual({ 'index.yaml': text });
  });
});

describe('a redirect', () => {
  it('is followed to where it leads', async () => {
    const to = await index((_, response) => response.end('name: there\n'), 'there.yaml');
    const url = await index((_, response) => response.writeHead(302, { location: to }).end());
    expect(textsOf(await fetch(http(url)))).toEqual({ 'index.yaml': 'name: there\n' });
  });

  it('that goes round is given up', async () => {
    const url = await index((_, response) => response.writeHead(302, { location: '/index.yaml' }).end());
    expect(refusalOf(await fetch(http(url)))).toEqual({
      code: 'source-unavailable',
      detail: `${new URL(url).origin} does not answer: it redirects more than 5 times.`,
      hint: 'Use the address where the redirects end.',
    });
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/x', 'file:///etc/passwd'])(
    'to %s is refused, also for internal sources',
    async (location) => {
      const url = await index((_, response) => response.writeHead(302, { location }).end());
      expect(refusalOf(await fetch(http(url)))).toMatchObject({
        code: 'address-not-allowed',
        hint: 'Not even internal sources may be at link-local, metadata or reserved addresses, or redirect from https to http.',
      });
    },
  );
});

describe('what the server says', () => {
  it.each([
    [404, 'source-invalid', 'answered 404: it has nothing at this address.'],
    [410, 'source-invalid', 'answered 410: what was at this address is gone.'],
    [401, 'source-invalid', 'answered 401: it wants to know who asks.'],
    [403, 'source-invalid', 'answered 403: it refuses access.'],
    [304, 'source-invalid', 'answered 304.'],
    [204, 'source-invalid', 'answered 204.'],
    [500, 'source-unavailable', 'answered 500.'],
    [429, 'source-unavailable', 'answered 429.'],
  ])('as %i is %s', async (status, code, detail) => {
    const url = await index((_, response) => response.writeHead(status, { 'retry-after': '7' }).end());
    const outcome = await fetch(http(url));
    expect(refusalOf(outcome)).toMatchObject({ code, detail: `${new URL(url).origin} ${detail}` });
    expect(outcome.ok ? null : outcome.error.retryAfterSeconds).toBe(code === 'source-invalid' ? undefined : 7);
  });

  it('is not asked for again by a tag that another signature belongs to', async () => {
    const asked: (string | undefined)[] = [];
    const url = await index((request, response) => {
      asked.push(request.headers['if-none-match']);
      response.writeHead(200, { etag: 'W/"1"' }).end('x');
    });
    expect(refOf(await fetch(http(url), { knownRef: '"1" minisig:0123456789abcdef' }))).toBe('W/"1"');
    await fetch(http(url), { knownRef: 'W/"1"' });
    expect(asked).toEqual([undefined, 'W/"1"']);
  });

  it('has no name where it gives no tag', async () => {
    const url = await index((_, response) => response.end('x'));
    expect(refOf(await fetch(http(url)))).toBeNull();
  });
});

/** The same, where the server answers also what is beside the index. */
const beside = async (answer: Answer, query = ''): Promise<string> => {
  const server = await serve((request, response) => {
    if (request.url === `/folder/index.yaml${query}`) response.end('name: x\n');
    else answer(request, response);
  });
  closing.push(server);
  return `${server.url}/folder/index.yaml${query}`;
};

describe('what is beside the index', () => {
  it('is the signature, and the key where there is a signature', async () => {
    const asked: (string | undefined)[] = [];
    const url = await beside((request, response) => {
      asked.push(request.url);
      response.end(request.url?.includes('.pub') ? `RWQ${'f'.repeat(53)}\n` : 'untrusted comment: x\n');
    }, '?v=1');
    const files = textsOf(await fetch(http(url)));
    expect(Object.keys(files)).toEqual(['index.yaml', 'index.yaml.minisig', 'minisign.pub']);
    expect(asked).toEqual(['/folder/index.yaml.minisig?v=1', '/folder/minisign.pub?v=1']);
  });

  it.each([
    [
      'a page for every address',
      (_: IncomingMessage, response: ServerResponse) => void response.end('\n<!doctype html>'),
    ],
    ['a large page', (_: IncomingMessage, response: ServerResponse) => void response.end('x'.repeat(100_000))],
    ['403 for what is not there', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(403).end()],
  ])('is no signature where the server has %s', async (_, answer) => {
    expect(textsOf(await fetch(http(await beside(answer))))).toEqual({ 'index.yaml': 'name: x\n' });
  });

  it.each(['garbage', '', '{"name": "index"}'])('is a signature even where nobody can read it: %j', async (text) => {
    const files = textsOf(await fetch(http(await beside((_, response) => void response.end(text)))));
    expect(files).toEqual({ 'index.yaml': 'name: x\n', 'index.yaml.minisig': text });
  });

  it('is not taken for missing where the server is in trouble', async () => {
    const url = await beside((_, response) => response.writeHead(503).end());
    expect(refusalOf(await fetch(http(url))).code).toBe('source-unavailable');
  });
});

describe('an address of a public source', () => {
  it.each([
    ['http://example.com/x', 'only https is spoken here, not http'],
    ['https://127.0.0.1/x', 'is an address of this host'],
    ['https://10.0.0.1/x', 'is a private address'],
    ['https://[::ffff:192.168.1.1]/x', 'is a private address'],
    ['https://2130706433/x', 'is an address of this host'],
    ['https://0300.0250.1.1/x', 'is a private address'],
    ['https://169.254.169.254/x', 'is a link-local address'],
  ])('is refused as %s, when it is added and when it is fetched', async (url, why) => {
    const wanted = {
      code: 'address-not-allowed',
      detail: expect.stringContaining(why) as string,
      hint: 'Where the source is in your own network, say so: enginehouse market source add ... --internal',
    };
    expect(refusalOf(await check(http(url), false))).toEqual(wanted);
    expect(refusalOf(await fetch(http(url), { internal: false }))).toEqual(wanted);
  });

  it('may have a name that nobody knows yet, when it is added', async () => {
    const unknown = fetching({ resolver: () => Promise.reject(Object.assign(new Error('?'), { code: 'ENOTFOUND' })) });
    const location = http('https://later.example/index.yaml');
    expect(await unknown.check(location, false)).toMatchObject({ ok: true });
    expect(refusalOf(await unknown.fetch(location, { internal: false }))).toEqual({
      code: 'source-unavailable',
      detail: 'https://later.example does not answer: its name cannot be resolved.',
      hint: 'Check the name, and that the marketplace service can resolve it.',
    });
  });

  it('is not shown with what may be secret in it', async () => {
    const url = `http://127.0.0.1:${await freePort()}/index.yaml?token=hunter2`;
    expect(JSON.stringify(await fetch(http(url)))).not.toContain('hunter2');
    expect(JSON.stringify(await fetch(http(url), { internal: false }))).not.toContain('hunter2');
  });
});
