import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { workerKeyHeader } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpHealthProbe } from './http-health-probe.js';
import { WorkerProxy } from './worker-proxy.js';

const key = 'k'.repeat(64);
const headers = { [workerKeyHeader]: key };

let engine: Server;
let enginePort: number;
let behave: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
let proxy: WorkerProxy;
let url: string;

beforeEach(async () => {
  behave = (_, outgoing) => outgoing.end('hello');
  engine = createServer((incoming, outgoing) => behave(incoming, outgoing));
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  enginePort = (engine.address() as AddressInfo).port;
  const targetOf = (instance: string) => (instance === 'chat-1' ? { host: '127.0.0.1', port: enginePort } : null);
  proxy = new WorkerProxy({ host: '127.0.0.1', port: 0, key, targetOf });
  url = `http://127.0.0.1:${await proxy.listen()}`;
});
afterEach(async () => {
  await proxy.close();
  engine.closeAllConnections();
  engine.close();
});

describe('the proxy', () => {
  it('passes method, path, query, headers and body on, and never the key', async () => {
    const seen: object[] = [];
    behave = (incoming, outgoing) => {
      seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers });
      incoming.pipe(outgoing.writeHead(201, { 'x-engine': 'yes' }));
    };
    const answer = await fetch(`${url}/i/chat-1/v1/x?q=1`, {
      method: 'POST',
      body: 'body',
      headers: { ...headers, 'x-mine': '1' },
    });
    expect([answer.status, answer.headers.get('x-engine'), await answer.text()]).toEqual([201, 'yes', 'body']);
    expect(seen).toMatchObject([{ method: 'POST', url: '/v1/x?q=1', headers: { 'x-mine': '1' } }]);
    expect(JSON.stringify(seen)).not.toContain(key);
  });

  it.each([
    ['no key', {}, 401],
    ['a wrong key', { [workerKeyHeader]: 'x'.repeat(64) }, 401],
    ['a short key', { [workerKeyHeader]: 'k' }, 401],
  ])('refuses %s, whatever the path', async (_, shown, status) => {
    for (const path of ['/', '/i/chat-1/v1/models', '/i/none/']) {
      expect((await fetch(url + path, { headers: shown })).status).toBe(status);
    }
  });

  it.each(['/', '/v1/models', '/i/', '/i/other/v1', '/i/%ff/v1'])('knows nothing at %s', async (path) => {
    expect((await fetch(url + path, { headers })).status).toBe(404);
  });

  it('says when the engine does not answer', async () => {
    engine.close();
    await once(engine, 'close');
    expect((await fetch(`${url}/i/chat-1/`, { headers })).status).toBe(502);
  });

  it('tells the engine when the caller goes away', async () => {
    let gone = false;
    behave = (_, outgoing) => {
      outgoing.write('first');
      outgoing.once('close', () => (gone = true));
    };
    const asked = request(`${url}/i/chat-1/`, { headers });
    asked.on('error', () => {});
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    asked.destroy();
    expect(await waitUntil(() => gone, { timeout: 1000, what: 'the engine to notice' })).toBe(true);
  });

  it('breaks off when the engine does, instead of looking finished', async () => {
    behave = (_, outgoing) => {
      outgoing.write('first');
      setTimeout(() => outgoing.destroy(), 50);
    };
    const answer = await fetch(`${url}/i/chat-1/`, { headers });
    await expect(answer.text()).rejects.toThrow('terminated');
  });
});

const ask = () =>
  httpHealthProbe.ask(`http://127.0.0.1:${enginePort}/health`, {
    timeoutMs: 200,
    signal: new AbortController().signal,
  });

describe('asking a health path', () => {
  it.each([
    [200, true],
    [204, true],
    [302, false],
    [404, false],
    [503, false],
  ])('takes %i for good: %s', async (status, good) => {
    behave = (_, outgoing) => outgoing.writeHead(status).end();
    expect(await ask()).toEqual({ good, text: String(status) });
  });

  it('does not wait for an engine that hangs', async () => {
    behave = () => {};
    expect(await ask()).toEqual({ good: false, text: 'no answer within 200 ms' });
  });

  it('calls a reset and a closed port by the same name', async () => {
    behave = (incoming) => incoming.socket.resetAndDestroy();
    expect(await ask()).toEqual({ good: false, text: 'connection refused' });
    engine.close();
    engine.closeAllConnections();
    expect(await ask()).toEqual({ good: false, text: 'connection refused' });
  });
});
