import { newSecretsKey, workerKeyHeader, workerProxyKey } from '@enginehouse/service-kit';
import { freePort, testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  controlPlane,
  startGateway,
  testToken,
  type ControlPlane,
  type RunningGateway,
} from '../testing/running-gateway.js';
import { answerJson, answerStream, testEngine, type TestEngine } from '../testing/test-engine.js';

const secretsKey = newSecretsKey();
const outerAddress = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find((each) => each.family === 'IPv4' && !each.internal)?.address;
const chat = (model: string, more: object = {}) => ({ model, messages: [{ role: 'user', content: 'hi' }], ...more });

const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error;

describe('the gateway', () => {
  let nats: TestNats;
  let control: ControlPlane;
  let gateway: RunningGateway;
  const engines: TestEngine[] = [];

  beforeAll(async () => {
    nats = await testNats();
    control = await controlPlane(nats.url);
    gateway = await startGateway(nats.url, { SECRETS_KEY_FILE: secretsKey });
    await waitUntil(async () => (await gateway.get('/v1/models')).status === 200, { what: 'the keys' });
  });
  afterAll(async () => {
    await gateway.stop();
    await control.close();
    await nats.close();
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });

  const engine = async (...answer: Parameters<typeof testEngine>) => {
    const started = await testEngine(...answer);
    engines.push(started);
    return started;
  };
  const serve = async (model: string, ...urls: string[]) => {
    await control.putRoute({ modelName: model }, ...urls);
    await waitUntil(async () => (await gateway.get(`/v1/models/${encodeURIComponent(model)}`)).status === 200, {
      what: model,
    });
  };
  const recordOf = (requestId: string) =>
    waitUntil(() => gateway.records.find((record) => record['requestId'] === requestId && 'ending' in record), {
      what: 'the access log line',
    });

  it('passes a request on unchanged, without the credentials of the client', async () => {
    const one = await engine(answerJson({ choices: [] }));
    await serve('org/model', one.url);
    const response = await gateway.post(chat('org/model'), { headers: { 'x-request-id': 'r-1', cookie: 'a=b' } });
    expect(await response.json()).toEqual({ choices: [] });
    expect(response.headers.get('x-enginehouse-instance')).toBe('org-model-0');
    expect(response.headers.get('x-request-id')).toBe('r-1');
    expect(response.headers.get('server')).toBeNull();
    const [asked] = one.requests;
    expect(asked?.url).toBe('/v1/chat/completions');
    expect(JSON.parse(asked?.body ?? '')).toEqual(chat('org/model'));
    expect(asked?.headers['x-request-id']).toBe('r-1');
    expect(asked?.headers).not.toHaveProperty('authorization');
    expect(asked?.headers).not.toHaveProperty('cookie');
    expect(asked?.headers).not.toHaveProperty(workerKeyHeader);
    expect(await recordOf('r-1')).toMatchObject({
      ending: 'complete',
      status: 200,
      deployment: 'org-model',
      key: 'test',
    });
  });

  it.each(['/v1/completions', '/v1/embeddings'])('serves %s', async (path) => {
    const one = await engine(answerJson({ data: [] }));
    await serve('embedder', one.url);
    expect((await gateway.post({ model: 'embedder', input: 'x' }, { path })).status).toBe(200);
    expect(one.requests[0]?.url).toBe(path);
  });

  it.each(['/v1/audio/transcriptions', '/v1/audio/translations', '/v1/images/edits', '/v1/images/variations'])(
    'passes the form of %s on as it is',
    async (path) => {
      const one = await engine(answerJson({ text: 'hello' }));
      await serve('listener', one.url);
      const form = new FormData();
      form.set('file', new Blob(['RIFF'], { type: 'audio/wav' }), 'a.wav');
      form.set('model', 'listener');
      const headers = { authorization: `Bearer ${testToken}` };
      const response = await fetch(`${gateway.url}${path}`, { method: 'POST', headers, body: form });
      expect(await response.json()).toEqual({ text: 'hello' });
      const [asked] = one.requests;
      expect(asked?.url).toBe(path);
      const passed = new Response(asked?.body ?? '', {
        headers: { 'content-type': asked?.headers['content-type'] ?? '' },
      });
      const fields = await passed.formData();
      expect(fields.get('model')).toBe('listener');
      expect(await (fields.get('file') as File).text()).toBe('RIFF');
    },
  );

  it('lists models as OpenAI does', async () => {
    const one = await engine(answerJson({}));
    await serve('listed', one.url);
    const list = (await (await gateway.get('/v1/models')).json()) as { object: string; data: { id: string }[] };
    expect(list.object).toBe('list');
    expect(list.data).toContainEqual({
      id: 'listed',
      object: 'model',
      created: 1_767_225_600,
      owned_by: 'enginehouse',
    });
  });

  it('streams each piece as it comes', async () => {
    const one = await engine(answerStream(['1', '2', '3'], 100));
    await serve('streaming', one.url);
    const started = Date.now();
    const response = await gateway.post(chat('streaming', { stream: true }));
    const arrivals: number[] = [];
    let text = '';
    for await (const chunk of response.body ?? []) {
      arrivals.push(Date.now() - started);
      text += new TextDecoder().decode(chunk as Uint8Array);
    }
    expect(text).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\ndata: [DONE]\n\n');
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(150);
  });

  it('passes on what an engine refuses', async () => {
    const one = await engine(answerJson({ error: { message: 'too long' } }, 400));
    await serve('refusing', one.url);
    const response = await gateway.post(chat('refusing'));
    expect([response.status, await response.json()]).toEqual([400, { error: { message: 'too long' } }]);
  });

  it('refuses who has no key, before anything is read', async () => {
    const response = await gateway.post(chat('x'), { headers: { authorization: 'Bearer eh_wrong' } });
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({ type: 'authentication_error', code: 'unauthenticated' });
  });

  it.each([
    ['GET', '/v1/chat/completions', 'POST'],
    ['POST', '/v1/models', 'GET'],
    ['DELETE', '/v1/models/org%2Fmodel', 'GET'],
  ])('refuses %s %s, naming the method that it takes', async (method, path, allowed) => {
    const response = await fetch(`${gateway.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${testToken}` },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect(await errorOf(response)).toMatchObject({ code: 'method-not-allowed' });
  });

  it('refuses a revoked key at once', async () => {
    const hash = '0'.repeat(64);
    await control.keys.put(hash, { name: 'other', role: 'viewer', expiresAt: null });
    const ours = (await control.keys.keys()).find((key) => key !== hash) ?? '';
    const saved = await control.keys.get(ours);
    await control.keys.delete(ours);
    await expect.poll(async () => (await gateway.get('/v1/models')).status, { timeout: 1000, interval: 10 }).toBe(401);
    await control.keys.put(ours, saved);
    await waitUntil(async () => (await gateway.get('/v1/models')).status === 200);
    await control.keys.delete(hash);
  });

  it('names close models where there is no such one', async () => {
    const one = await engine(answerJson({}));
    await serve('qwen2.5-7b-instruct', one.url);
    const response = await gateway.post(chat('qwen2.5-7b'));
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({
      code: 'model-not-found',
      param: 'model',
      close_names: expect.arrayContaining(['qwen2.5-7b-instruct']),
    });
  });

  it('says why a model is not ready and when to ask again', async () => {
    await control.putRoute({ modelName: 'coming', state: 'loading', reason: 'pulling 43 %' });
    const response = await waitUntil(async () => {
      const answer = await gateway.post(chat('coming'));
      return answer.status === 503 && answer;
    });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await errorOf(response)).toMatchObject({
      code: 'instance-not-ready',
      state: 'loading',
      reason: 'pulling 43 %',
    });
  });

  it('spreads requests under way over the instances', async () => {
    const [one, two] = [await engine(answerStream(['x'], 300)), await engine(answerStream(['x'], 300))];
    await serve('spread', one.url, two.url);
    await Promise.all(Array.from({ length: 6 }, async () => (await gateway.post(chat('spread'))).text()));
    expect([one.requests.length, two.requests.length]).toEqual([3, 3]);
  });

  it('asks another instance when one cannot be reached', async () => {
    const one = await engine(answerJson({ from: 'the living' }));
    await serve('half-dead', `http://127.0.0.1:${await freePort()}`, one.url);
    for (let index = 0; index < 4; index += 1) {
      expect(await (await gateway.post(chat('half-dead'))).json()).toEqual({ from: 'the living' });
    }
  });

  it('asks another instance when one dies before it has answered anything', async () => {
    const dying = await engine((response) => void response.destroy());
    const one = await engine(answerJson({ from: 'the living' }));
    await serve('dying', dying.url, one.url);
    for (let index = 0; index < 4; index += 1) {
      expect(await (await gateway.post(chat('dying'))).json()).toEqual({ from: 'the living' });
    }
    expect(dying.requests.length).toBeLessThanOrEqual(2);
  });

  it('gives up with a stated error when no instance answers', async () => {
    await serve('dead', `http://127.0.0.1:${await freePort()}`);
    const response = await gateway.post(chat('dead'), { headers: { 'x-request-id': 'r-dead' } });
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: 'upstream-failed' });
    expect(await recordOf('r-dead')).toMatchObject({ ending: 'no-answer', status: 502 });
  });

  it('ends a broken stream with an error event and never with [DONE], and asks nobody else', async () => {
    const dying = await engine(answerStream(['1'], 20, (response) => response.destroy()));
    const other = await engine(answerStream(['1'], 20));
    await serve('breaking', dying.url);
    await control.putRoute({ modelName: 'breaking' }, dying.url, dying.url);
    const response = await gateway.post(chat('breaking', { stream: true }), {
      headers: { 'x-request-id': 'r-broken' },
    });
    const text = await response.text();
    expect(text).toContain('data: 1\n\n');
    expect(text).not.toContain('[DONE]');
    const last = JSON.parse(text.trim().split('data: ').at(-1) ?? '');
    expect(last.error).toMatchObject({ code: 'upstream-failed', type: 'server_error' });
    expect(dying.requests.length).toBe(1);
    expect(other.requests.length).toBe(0);
    expect(await recordOf('r-broken')).toMatchObject({ ending: 'broken-off' });
  });

  it('cuts a broken answer that is no stream, so that it does not look whole', async () => {
    const dying = await engine((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"half": ');
      setTimeout(() => response.destroy(), 50);
    });
    await serve('half', dying.url);
    const response = await gateway.post(chat('half'));
    await expect(response.text()).rejects.toThrow(/terminated|aborted|closed/);
  });

  it('stops the engine when the client leaves', async () => {
    const slow = await engine(
      answerStream(
        Array.from({ length: 1000 }, () => 'x'),
        20,
      ),
    );
    await serve('cancelled', slow.url);
    const leaving = new AbortController();
    const response = await gateway.post(chat('cancelled'), {
      signal: leaving.signal,
      headers: { 'x-request-id': 'r-gone' },
    });
    await response.body?.getReader().read();
    leaving.abort();
    await waitUntil(() => slow.cancelled() === 1, { timeout: 1000 });
    expect(await recordOf('r-gone')).toMatchObject({ ending: 'client-gone' });
  });

  it('stops the engine when the client leaves before the answer began', async () => {
    const silent = await engine(() => new Promise(() => {}));
    await serve('silent', silent.url);
    const leaving = new AbortController();
    const asking = gateway.post(chat('silent'), { signal: leaving.signal }).catch(() => 'aborted');
    await waitUntil(() => silent.requests.length === 1);
    leaving.abort();
    expect(await asking).toBe('aborted');
    await waitUntil(() => silent.cancelled() === 1, { timeout: 1000 });
  });

  it('holds an engine back for a client that does not read, in bounded memory', async () => {
    const piece = Buffer.alloc(65_536, 'x');
    let sent = 0;
    const eager = await engine(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const closed = once(response, 'close');
      while (!response.destroyed && sent < 400) {
        sent += 1;
        if (!response.write(piece)) {
          await Promise.race([once(response, 'drain'), closed]);
        }
      }
      response.end();
    });
    await serve('eager', eager.url);
    const { port } = new URL(gateway.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    const body = JSON.stringify(chat('eager'));
    socket.pause();
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testToken}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await waitUntil(() => sent > 10);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const held = sent;
    expect(held).toBeLessThan(400);
    socket.destroy();
    await waitUntil(() => eager.cancelled() === 1, { timeout: 1000 });
  });

  it('refuses a body of more than 32 MiB before it is read', async () => {
    const { port } = new URL(gateway.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testToken}\r\nContent-Length: ${2 ** 40}\r\n\r\n{`,
    );
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('takes a body of 20 MiB', async () => {
    const one = await engine(answerJson({}));
    await serve('large', one.url);
    const response = await gateway.post(chat('large', { image: 'x'.repeat(20 * 1024 * 1024) }));
    expect(response.status).toBe(200);
  });

  it.each([
    ['another path', 'GET', '/v1/files', 404],
    ['another method', 'DELETE', '/v1/models', 405],
    ['a packed body', 'POST', '/v1/completions', 415],
  ])('answers %s in the shape of OpenAI', async (_what, method, path, status) => {
    const headers = { authorization: `Bearer ${testToken}`, ...(status === 415 ? { 'content-encoding': 'gzip' } : {}) };
    const response = await fetch(`${gateway.url}${path}`, {
      method,
      headers,
      ...(status === 415 ? { body: 'x' } : {}),
    });
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toHaveProperty('code');
  });

  it('is ready, and counts what it does', async () => {
    expect((await gateway.get('/readyz')).status).toBe(200);
    const metrics = await (await gateway.get('/metrics')).text();
    expect(metrics).toContain(
      'enginehouse_gateway_requests_total{deployment="org-model",status="200",ending="complete"',
    );
    expect(metrics).toContain('enginehouse_gateway_requests_outstanding{deployment="org-model"} 0');
    expect(metrics).toContain('enginehouse_gateway_first_byte_seconds_bucket');
  });

  it.skipIf(!outerAddress)('shows workers beyond loopback the key of the installation', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const proxy = http.createServer((request, response) => {
      seen.push(request.url, request.headers[workerKeyHeader]);
      response.writeHead(502, { 'content-type': 'application/problem+json' }).end('{}');
    });
    await new Promise<void>((resolve) => proxy.listen(0, outerAddress, resolve));
    const { port } = proxy.address() as net.AddressInfo;
    const one = await engine(answerJson({ from: 'here' }));
    await serve('remote', `http://${outerAddress}:${port}/i/remote-0`, one.url);
    for (let index = 0; index < 2; index += 1) {
      expect(await (await gateway.post(chat('remote'))).json()).toEqual({ from: 'here' });
    }
    expect(seen).toEqual(['/i/remote-0/v1/chat/completions', workerProxyKey(secretsKey)]);
    proxy.close();
  });
});
