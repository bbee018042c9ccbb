import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemOf, type BackendDefinition } from '@enginehouse/contracts';
import { allRoutes, routeGroups } from '@enginehouse/contracts/http';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { Client } from './client-types.js';
import { createClient } from './create-client.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Reply = (response: ServerResponse) => void;

const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const text =
  (type: string, body: string): Reply =>
  (response) =>
    void response.writeHead(200, { 'content-type': type }).end(body);
const cut: Reply = (response) => void response.destroy();

const definition: BackendDefinition = { backend_name: 'x-custom', versions: [] };
const view = {
  name: 'x-custom',
  source: 'custom',
  revision: 7,
  definition,
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  updatedBy: 'user:a',
};

/** Never called: the compiler checks it. */
const types = async (client: Client) => {
  const backend = await client.backends.get({ params: { name: 'x' } });
  expectTypeOf(backend.ok ? backend.value.value.definition : undefined).toEqualTypeOf<BackendDefinition | undefined>();
  const yaml = await client.backends.get({ params: { name: 'x' }, accept: 'application/yaml' });
  expectTypeOf(yaml.ok ? yaml.value.value : '').toEqualTypeOf<string>();
  const icon = await client.entries.icon({ params: { source: 's', name: 'x' } });
  expectTypeOf(icon.ok ? icon.value.value : undefined).toEqualTypeOf<Uint8Array | undefined>();
  // @ts-expect-error -- the path needs a name
  await client.backends.get({});
  // @ts-expect-error -- replicas is a number
  await client.deployments.scale({ params: { name: 'd' }, body: { replicas: 'two' } });
  // @ts-expect-error -- this route answers JSON only
  await client.workers.list({ accept: 'application/yaml' });
  // @ts-expect-error -- an unknown query
  await client.instances.list({ query: { deploymnet: 'd' } });
};

describe('a client', () => {
  let server: Server;
  let url: string;
  let client: Client;
  let seen: Seen[];
  let replies: Reply[];

  beforeEach(async () => {
    [seen, replies] = [[], []];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        (replies.length > 1 ? replies.shift() : replies[0])?.(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createClient({ url: `${url}/`, token: 'secret' });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('has a method for every route of the table', () => {
    const names = Object.entries(client).flatMap(([group, methods]) =>
      Object.keys(methods).map((name) => `${group}.${name}`),
    );
    const expected = Object.entries(routeGroups).flatMap(([group, routes]) =>
      Object.keys(routes).map((name) => `${group}.${name}`),
    );
    expect(names).toEqual(expected);
    expect(names).toHaveLength(allRoutes.length);
  });

  it('sends path, query and token, and reads value and revision', async () => {
    replies = [json(200, view, { etag: '"7"' })];
    const answer = await client.backends.get({ params: { name: 'a/b ä' }, query: { revision: 7 } });
    expect(answer).toEqual({ ok: true, value: { value: view, revision: 7 } });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/v1/backends/a%2Fb%20%C3%A4?revision=7' });
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer secret', accept: 'application/json' });
    expect(seen[0]?.headers['idempotency-key']).toBeUndefined();
  });

  it('sends with a write why, on which revision, and a key of its own', async () => {
    replies = [json(200, { revision: 8, changed: true, created: false, name: 'x-custom' })];
    const call = { params: { name: 'x-custom' }, body: definition, ifMatch: 7, reason: 'größer\nist besser' };
    await client.backends.apply(call);
    await client.backends.apply(call);
    expect(seen[0]?.headers).toMatchObject({ 'if-match': '"7"', 'content-type': 'application/json' });
    expect(Buffer.from(String(seen[0]?.headers['x-change-reason']), 'latin1').toString()).toBe('größer ist besser');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(definition);
    expect(seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen[1]?.headers['idempotency-key']).not.toBe(seen[0]?.headers['idempotency-key']);
  });

  it('hands a picture over byte by byte', async () => {
    const picture = Buffer.from('89504e470d0a1a0aff00fe', 'hex');
    replies = [(response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(picture)];
    const icon = await client.entries.icon({ params: { source: 'team', name: 'x' }, query: { contentHash: 'h' } });
    expect(icon.ok && Buffer.from(icon.value.value)).toEqual(picture);
    expect(seen[0]).toMatchObject({ url: '/v1/marketplace/entries/team/x/icon?contentHash=h' });
    expect(seen[0]?.headers['accept']).toBe('image/png');
  });

  it('reads and writes YAML where the route does', async () => {
    replies = [text('application/yaml', 'backend_name: x-custom\n')];
    const read = await client.backends.get({ params: { name: 'x-custom' }, accept: 'application/yaml' });
    expect(read).toEqual({ ok: true, value: { value: 'backend_name: x-custom\n' } });
    replies = [json(201, { name: 'x-custom', revision: 1, changed: true })];
    await client.backends.register({ yaml: 'backend_name: x-custom\n' });
    expect(seen[1]).toMatchObject({
      body: 'backend_name: x-custom\n',
      headers: { 'content-type': 'application/yaml' },
    });
  });

  it('gives back problems as they came', async () => {
    const problem = problemOf('stale-revision', 'it is 9 now', { currentRevision: 9 });
    replies = [json(412, { ...problem, more: 1 })];
    expect(await client.backends.remove({ params: { name: 'x' }, ifMatch: 8 })).toEqual({
      ok: false,
      error: { ...problem, more: 1 },
    });
  });

  it('makes a problem of a server that is not there', async () => {
    server.close();
    const other = createClient({ url: 'http://127.0.0.1:1', attempts: 1 });
    expect(await other.access.whoami()).toMatchObject({ ok: false, error: { code: 'unavailable', status: 503 } });
  });

  it.each([
    ['an answer that is not JSON', text('text/html', '<html>')],
    ['an answer of another shape', json(200, { items: 'none' })],
  ])('makes a problem of %s', async (_, reply) => {
    replies = [reply];
    expect(await client.workers.list()).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('makes a problem of a name that would lead elsewhere, without a request', async () => {
    expect(await client.backends.get({ params: { name: '..' } })).toMatchObject({ error: { code: 'invalid-input' } });
    expect(seen).toEqual([]);
  });

  it('keeps what a newer server adds, also where the schema is strict', async () => {
    const spec = { name: 'd', backend: 'b', model: { source: 'local_path', path: '/m', hash: 'new' }, color: 'new' };
    const deployment = {
      name: 'd',
      status: 'ready',
      reason: '',
      revision: 1,
      spec,
      backendRevision: 1,
      currentBackendRevision: 1,
      replicas: 0,
      readyReplicas: 0,
      stopped: false,
      createdAt: '',
      createdBy: '',
      instances: [],
      shape: 'new',
    };
    replies = [json(200, deployment)];
    const answer = await client.deployments.get({ params: { name: 'd' } });
    expect(answer).toMatchObject({ ok: true, value: { value: deployment } });
    expect(answer.ok && answer.value.value.spec.replicas).toBe(1);
  });

  it('repeats a call that the server asks to repeat, with the same key, and gives up in the end', async () => {
    const busy = json(503, problemOf('overloaded', 'busy', { retryAfterSeconds: 0.01 }), { 'retry-after': '1' });
    replies = [busy, cut, json(200, { revision: 2, changed: true })];
    const call = { params: { name: 'd' }, body: { replicas: 2 } };
    expect(await client.deployments.scale(call)).toMatchObject({ ok: true });
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(seen).toHaveLength(3);
    replies = [busy];
    expect(await client.deployments.scale(call)).toMatchObject({ ok: false, error: { code: 'overloaded' } });
    expect(seen).toHaveLength(6);
  });

  it('does not repeat what was refused, what takes too long to wait for, and the making of tokens', async () => {
    replies = [json(409, problemOf('name-taken', 'taken'))];
    await client.backends.register({ body: definition });
    replies = [json(503, problemOf('unavailable', 'later', { retryAfterSeconds: 60 }))];
    await client.workers.list();
    replies = [cut];
    await client.access.createToken({ body: { name: 'ci', role: 'viewer' } });
    expect(seen).toHaveLength(3);
  });

  it('rejects when its signal is aborted, and only then', async () => {
    replies = [() => {}];
    const controller = new AbortController();
    const call = client.workers.list({ signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(call).rejects.toThrow('enough');
    expect(await client.workers.list({ timeoutMs: 20, attempts: 1 })).toMatchObject({
      error: { detail: expect.stringContaining('no answer within 20 ms') as string },
    });
  });

  it('streams events with their ids, and goes on where it is told', async () => {
    replies = [
      text(
        'text/event-stream',
        'retry: 2000\n\n: ping\n\nid: catalog-4\ndata: {"a":1}\n\nevent: end\ndata: x\n\ndata: cut',
      ),
    ];
    const answer = await client.events.events({ accept: 'text/event-stream', lastEventId: 'catalog-3' });
    const events = [];
    for await (const event of answer.ok ? answer.value.value : []) {
      events.push(event);
    }
    expect(seen[0]?.headers).toMatchObject({ accept: 'text/event-stream', 'last-event-id': 'catalog-3' });
    expect(events).toEqual([
      { id: 'catalog-4', name: 'message', data: '{"a":1}' },
      { id: 'catalog-4', name: 'end', data: 'x' },
    ]);
  });

  it('streams lines, and throws a problem where the connection breaks', async () => {
    replies = [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.write('one\ntwo\nthr', () => setTimeout(() => response.destroy(), 20));
      },
    ];
    const answer = await client.instances.logs({ params: { id: 'i' }, query: { follow: true } });
    const lines: string[] = [];
    const reading = async () => {
      for await (const line of answer.ok ? answer.value.value : []) {
        lines.push(line);
      }
    };
    await expect(reading()).rejects.toMatchObject({ problem: { code: 'unavailable' } });
    expect(seen[0]).toMatchObject({ url: '/v1/instances/i/logs?follow=true', headers: { accept: 'text/plain' } });
    expect(lines).toEqual(['one', 'two']);
  });

  it('has the types of the table of routes', () => {
    expect(types).toBeInstanceOf(Function);
  });
});
