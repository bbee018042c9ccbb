import { catalog, ok } from '@enginehouse/contracts';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '@enginehouse/contracts/http';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const problemOfResponse = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    type: expect.stringMatching(/^https:/),
    status: response.status,
    correlationId: expect.any(String),
  });
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  return body;
};

describe('the edge of the API', () => {
  let around: Surroundings;
  let api: RunningApi;

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });

  const body = { backend_name: 'a-custom', versions: [{ name: '1', images: [{ framework: 'cpu', image_name: 'i' }] }] };

  it('answers an address that is none', async () => {
    const response = await api.fetch('GET', '/v1/nothing');
    expect(await problemOfResponse(response)).toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('openapi'),
    });
  });

  it('answers a method that an address does not have', async () => {
    const response = await api.fetch('PATCH', '/v1/tokens');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(await problemOfResponse(response)).toMatchObject({ code: 'method-not-allowed', hint: expect.any(String) });
    const named = await api.fetch('POST', '/v1/backends/some%20name/versions/1.10');
    expect([named.status, named.headers.get('allow')]).toEqual([405, 'DELETE, PATCH, PUT']);
  });

  it.each([
    ['a NUL in an address', 'GET', '/v1/backends/a%00b', undefined, 'nul-character', ['name']],
    ['a line break in a query', 'GET', '/v1/backends?search=a%0ab', undefined, 'control-character', ['search']],
    ['a NUL in a body', 'POST', '/v1/deployments', { name: 'a', backend: 'x\0' }, 'nul-character', ['backend']],
    ['half of a pair', 'POST', '/v1/deployments', { name: 'a', backend: '\ud800' }, 'lone-surrogate', ['backend']],
    ['a NUL in a key', 'POST', '/v1/deployments', { env: { 'A\0': 'x' } }, 'nul-character', ['env', 'A\0']],
  ])('refuses %s, saying where', async (_what, method, path, json, code, at) => {
    const problem = await problemOfResponse(await api.fetch(method, path, json === undefined ? {} : { json }));
    expect(problem).toMatchObject({ status: 422, code: 'invalid-input', errors: [{ code, path: at }] });
  });

  it('answers an address that cannot be decoded', async () => {
    expect(await problemOfResponse(await api.fetch('GET', '/v1/backends/%E0%A4%A'))).toMatchObject({ status: 400 });
  });

  it('refuses a body that is not JSON without quoting it', async () => {
    const response = await api.fetch('POST', '/v1/backends', {
      body: '{"secret": hunter2}',
      headers: { 'content-type': 'application/json' },
    });
    const problem = await problemOfResponse(response);
    expect(problem).toMatchObject({ code: 'malformed-body', status: 400 });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each([
    ['text', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['no type', { body: 'x', headers: { 'content-type': '' } }],
    ['a packed body', { body: 'x', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
    ['another charset', { body: 'x', headers: { 'content-type': 'application/json; charset=latin1' } }],
  ])('refuses %s as a body', async (_what, request) => {
    expect(await problemOfResponse(await api.fetch('POST', '/v1/backends', request))).toMatchObject({ status: 415 });
  });

  it('takes YAML only where backends are written', async () => {
    const request = { body: 'a: 1', headers: { 'content-type': 'application/yaml' } };
    expect(await problemOfResponse(await api.fetch('POST', '/v1/deployments', request))).toMatchObject({ status: 415 });
  });

  it('refuses a body of more than 1 MiB before it is read', async () => {
    const { port } = new URL(api.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/backends HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.adminToken}\r\nContent-Type: application/json\r\nContent-Length: ${2 ** 40}\r\n\r\n{`,
    );
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('input-too-large');
  });

  it('refuses a body that turns out longer than 1 MiB', async () => {
    const chunk = new Uint8Array(65_536).fill(32);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(chunk),
    });
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminToken}` },
    };
    const response = await fetch(`${api.url}/v1/backends`, init as RequestInit);
    expect(await problemOfResponse(response)).toMatchObject({ code: 'input-too-large' });
  });

  it('names every field at fault, with a hint for a typing mistake', async () => {
    const response = await api.fetch('POST', '/v1/deployments', { json: { name: 'Bad Name', replica: 3 } });
    const problem = await problemOfResponse(response);
    expect(problem['code']).toBe('invalid-input');
    expect(problem['errors']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: ['name'] }),
        { code: 'missing-field', path: ['backend'], detail: 'is required' },
        {
          code: 'unknown-field',
          path: ['replica'],
          detail: 'unknown field "replica"',
          hint: 'Did you mean "replicas"?',
        },
      ]),
    );
  });

  it('finds a typing mistake deep in a list', async () => {
    const json = { ...body, versions: [{ ...body.versions[0], run_comand: 'x' }] };
    const problem = await problemOfResponse(await api.fetch('POST', '/v1/backends', { json }));
    expect(problem['errors']).toEqual([
      expect.objectContaining({ path: ['versions', 0, 'run_comand'], hint: 'Did you mean "run_command"?' }),
    ]);
  });

  it.each([
    ['a prototype key', '{"__proto__": {"admin": true}}'],
    ['an escaped prototype key', '{"env": {"__pr\\u006fto__": "x"}}'],
    ['absurd nesting', '['.repeat(100_000)],
    ['well-formed absurd nesting', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('refuses %s', async (_what, text) => {
    const response = await api.fetch('POST', '/v1/deployments', {
      body: text,
      headers: { 'content-type': 'application/json' },
    });
    expect(await problemOfResponse(response)).toMatchObject({ code: 'malformed-body' });
  });

  it('refuses an unknown query parameter and a number that is none', async () => {
    const problem = await problemOfResponse(await api.fetch('GET', '/v1/backends?limt=3&limit=x'));
    expect(problem['errors']).toEqual([
      expect.objectContaining({ path: ['limit'] }),
      expect.objectContaining({ path: ['limt'], hint: 'Did you mean "limit"?' }),
    ]);
  });

  it('refuses If-Match that is no revision, and where nothing has one', async () => {
    const bad = await api.fetch('DELETE', '/v1/backends/x', { headers: { 'if-match': '"abc"' } });
    expect(await problemOfResponse(bad)).toMatchObject({ code: 'invalid-input' });
    const useless = await api.fetch('DELETE', '/v1/instances/x', { headers: { 'if-match': '"3"' } });
    expect(await problemOfResponse(useless)).toMatchObject({ code: 'invalid-input' });
  });

  it('refuses every route but the public ones without a token', async () => {
    for (const route of allRoutes.filter((each) => each.access !== 'public')) {
      const response = await api.fetch(route.method, route.path.replaceAll(/\{\w+\}/g, 'x'), { token: null });
      expect([route.operation, response.status, response.headers.get('www-authenticate')]).toEqual([
        route.operation,
        401,
        'Bearer',
      ]);
    }
  });

  it('sends headers that keep browsers out of trouble, and none that names the framework', async () => {
    const { headers } = await api.fetch('GET', '/v1/whoami');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('makes a correlation id of its own where the client sent a harmful one', async () => {
    const { headers } = await api.fetch('GET', '/v1/whoami', { headers: { 'x-correlation-id': 'a b;c"' } });
    expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers what is not HTTP with a problem', async () => {
    const { port } = new URL(api.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.write('what?\r\n\r\n');
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('application/problem+json');
  });

  it('gives metrics in the type that Prometheus reads', async () => {
    const response = await api.fetch('GET', '/metrics', { token: null });
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(await response.text()).toContain('enginehouse_api_request_seconds');
  });

  it('describes every route in OpenAPI, to everybody', async () => {
    const response = await api.fetch('GET', '/v1/openapi.json', { token: null });
    const document = (await response.json()) as { paths: Record<string, Record<string, { operationId: string }>> };
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((each) => each.operationId),
    );
    expect(operations.sort()).toEqual(allRoutes.map((route) => route.operation).sort());
  });

  it('gives the schema of every event type', async () => {
    const list = (await (await api.fetch('GET', '/v1/schemas')).json()) as { items: { type: string; url: string }[] };
    expect(list.items.map((each) => each.type)).toEqual(
      expect.arrayContaining(['VersionAdded', 'InstancePlaced', 'WorkerJoined']),
    );
    const schema = await (await api.fetch('GET', list.items[0]?.url ?? '')).json();
    expect(schema).toMatchObject({ title: 'BackendRegistered', type: 'object' });
  });

  it('says 500 and nothing else when a service answers something that cannot be', async () => {
    const serving = api.services.serve(catalog.listBackends, async () => ok({ items: 'none' } as never));
    const problem = await problemOfResponse(await api.fetch('GET', '/v1/backends'));
    expect(problem).toMatchObject({ code: 'internal', status: 500 });
    serving.stop();
  });
});
