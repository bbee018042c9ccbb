import { newSecretsKey } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import type { SessionView } from '@enginehouse/contracts/http';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readUntil, startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

/** A gateway that does what a test says, and what it was asked. */
class FakeGateway {
  readonly asked: { readonly url: string; readonly headers: http.IncomingHttpHeaders; readonly body: string }[] = [];
  cancelled = 0;
  answer: (response: ServerResponse) => void = (response) => response.end('{}');
  private readonly server = http.createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.once('close', () => (this.cancelled += response.writableFinished ? 0 : 1));
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.asked.push({ url: request.url ?? '', headers: request.headers, body });
    this.answer(response);
  }
}

const codes = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
const chat = '/openai/v1/chat/completions';

describe('requests to models from pages of the console', () => {
  let around: Surroundings;
  let api: RunningApi;
  let gateway = new FakeGateway();
  let gatewayUrl = '';
  const lines: string[] = [];
  const secretsKey = newSecretsKey();

  beforeAll(async () => {
    around = await surroundings();
    gatewayUrl = await gateway.start();
    api = await startApi(around, { gatewayUrl, secretsKey, onLog: (line) => lines.push(line) });
  });
  beforeEach(() => {
    gateway.asked.length = 0;
    gateway.cancelled = 0;
    gateway.answer = (response) => response.end('{}');
  });
  afterAll(async () => {
    await api.stop();
    gateway.stop();
    await around.close();
  });

  const session = async (token = api.adminToken) => {
    const response = await api.fetch('POST', '/v1/session', { token: null, json: { token } });
    const { csrfToken } = (await response.json()) as SessionView;
    return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrfToken };
  };
  const makeToken = async (name: string, role: string) => {
    const made = await api.fetch('POST', '/v1/tokens', { json: { name, role } });
    return ((await made.json()) as { token: string }).token;
  };

  it('go to the gateway as whoever is signed in, without the cookie', async () => {
    const token = await makeToken('player', 'operator');
    gateway.answer = (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-enginehouse-instance': 'a-1', 'set-cookie': 'x=y' })
        .end('{"choices":[]}');
    const headers = { ...(await session(token)), 'x-forwarded-for': '1.2.3.4', 'x-anything': 'else' };
    const response = await api.fetch('POST', `${chat}?a=b`, { token: null, json: { model: 'org/model' }, headers });
    expect([response.status, await response.json()]).toEqual([200, { choices: [] }]);
    expect(response.headers.get('x-enginehouse-instance')).toBe('a-1');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const [asked] = gateway.asked;
    expect([asked?.url, asked?.body]).toEqual(['/v1/chat/completions', '{"model":"org/model"}']);
    expect(asked?.headers.authorization).toBe(`Bearer ${token}`);
    expect(asked?.headers['x-request-id']).toBe(response.headers.get('x-correlation-id'));
    expect(Object.keys(asked?.headers ?? {}).filter((name) => /cookie|csrf|forwarded|anything/.test(name))).toEqual([]);
  });

  const ask = (headers: Record<string, string>) => api.fetch('POST', chat, { token: null, json: {}, headers });

  it('need the session of an operator, and its CSRF token', async () => {
    expect(await codes(await ask({}))).toEqual([401, 'unauthenticated']);
    expect(await codes(await ask(await session(await makeToken('watcher', 'viewer'))))).toEqual([403, 'forbidden']);
    const { cookie } = await session();
    expect(await codes(await ask({ cookie }))).toEqual([403, 'csrf-token-invalid']);
    expect(gateway.asked).toEqual([]);
  });

  it('are answered piece by piece', async () => {
    gateway.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
    };
    const leaving = new AbortController();
    const headers = await session();
    const response = await api.fetch('POST', chat, { token: null, json: {}, headers, signal: leaving.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await readUntil(response, (text) => text.includes('1'))).toBe('data: 1\n\n');
    leaving.abort();
    await waitUntil(() => gateway.cancelled === 1, { what: 'the end at the gateway', timeout: 3000 });
  });

  it('end at the gateway when the person leaves before an answer', async () => {
    gateway.answer = () => {};
    const leaving = new AbortController();
    const headers = await session();
    const asked = api.fetch('POST', chat, { token: null, json: {}, headers, signal: leaving.signal });
    await waitUntil(() => gateway.asked.length === 1, { what: 'the request' });
    leaving.abort();
    await expect(asked).rejects.toThrow('aborted');
    await waitUntil(() => gateway.cancelled === 1, { what: 'the end at the gateway', timeout: 3000 });
  });

  it('look broken where the answer broke off', async () => {
    gateway.answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 50);
    };
    const response = await api.fetch('POST', chat, { token: null, json: {}, headers: await session() });
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('get what the gateway refuses, as it says it', async () => {
    gateway.answer = (response) =>
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"model-not-found"}}');
    const response = await api.fetch('POST', chat, { token: null, json: {}, headers: await session() });
    expect([response.status, await response.json()]).toEqual([404, { error: { code: 'model-not-found' } }]);
  });

  it('do not end the session when the gateway has not heard of the token yet', async () => {
    gateway.answer = (response) => response.writeHead(401).end('{}');
    const response = await api.fetch('POST', chat, { token: null, json: {}, headers: await session() });
    expect([response.status, await response.json()]).toEqual([503, expect.objectContaining({ code: 'unavailable' })]);
  });

  it('can read the list of models, and send a body of any size', async () => {
    const headers = await session();
    expect((await api.fetch('GET', '/openai/v1/models', { token: null, headers })).status).toBe(200);
    const picture = 'x'.repeat(3 * 1024 * 1024);
    await api.fetch('POST', chat, { token: null, json: { picture }, headers });
    expect(gateway.asked.map(({ body }) => body.length)).toEqual([0, picture.length + '{"picture":""}'.length]);
  });

  it.each(['/openai/v1/../metrics', '/openai/v1/%2e%2e/metrics', '/openai/v1/a/..%2f..%2fmetrics', '/openai/metrics'])(
    'reach nothing else of the gateway: %s',
    async (target) => {
      const { hostname, port } = new URL(api.url);
      const headers = { authorization: `Bearer ${api.adminToken}` };
      const status = await new Promise((resolve, reject) => {
        http
          .get({ hostname, port, path: target, headers }, (response) => resolve(response.resume().statusCode))
          .on('error', reject);
      });
      expect(status).toBe(404);
      expect(gateway.asked).toEqual([]);
    },
  );

  it('are in the log by name, without what opens anything', async () => {
    const headers = await session();
    await api.fetch('POST', chat, { token: null, json: { secret: 'canary' }, headers });
    const log = lines.join('\n');
    expect(log).toContain('"operation":"playground"');
    expect([api.adminToken, headers.cookie, 'canary'].filter((each) => log.includes(each))).toEqual([]);
  });

  it('are told where no gateway is', async () => {
    const without = await startApi(around, { secretsKey });
    const none = await without.fetch('POST', chat, { token: api.adminToken, json: {} });
    expect(await none.json()).toMatchObject({ code: 'unavailable', hint: expect.stringContaining('GATEWAY_URL') });
    await without.stop();
    gateway.stop();
    const away = await api.fetch('POST', chat, { json: {} });
    expect([away.status, await away.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'unavailable', detail: 'the gateway does not answer' }),
    ]);
    gateway = new FakeGateway();
  });
});
