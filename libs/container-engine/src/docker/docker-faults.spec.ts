import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDocker } from './docker-container-engine.js';
import { collectEvents, failureOf, linesOf } from '../test-support/engine-harness.js';
import {
  cutOff,
  fakeDockerApi,
  hang,
  json,
  lines,
  stall,
  truncated,
  type FakeDockerApi,
} from '../test-support/fake-docker-api.js';

const eventOf = (action: string, id: string, second: number) => ({
  Type: 'container',
  Action: action,
  Actor: { ID: id, Attributes: { name: id, exitCode: '1', mine: 'yes' } },
  time: second,
  timeNano: second * 1e9,
});

let api: FakeDockerApi;
beforeEach(async () => {
  api = await fakeDockerApi();
});
afterEach(() => api.close());

const feed = { openSeconds: 1, firstPauseMs: 20, lastPauseMs: 40 };
const engine = () =>
  connectDocker({ host: api.host, limits: { quick: 0.2, start: 0.2, stop: 0.2, pullIdle: 0.2 }, feed });

describe('an engine that misbehaves', () => {
  it.each([
    ['never answers', hang, 'engine-unreachable'],
    ['starts an answer and stalls', stall, 'engine-unreachable'],
    ['cuts the connection in the middle of an answer', cutOff, 'engine-unreachable'],
    [
      'closes the connection without an answer',
      (request: { destroy(): void }) => request.destroy(),
      'engine-unreachable',
    ],
    ['sends half of a JSON text', truncated, 'engine-error'],
    ['fails with 500', json(500, { message: 'something broke' }), 'engine-error'],
    [
      'fails with 500 and no JSON',
      (_: unknown, response: { writeHead(n: number): { end(t: string): void } }) => response.writeHead(500).end('oops'),
      'engine-error',
    ],
    ['has no such container', json(404, { message: 'No such container: abc' }), 'container-gone'],
    ['has no space left', json(500, { message: 'write /var/lib/x: no space left on device' }), 'disk-full'],
  ] as const)('gives a failure when it %s', async (_what, answer, code) => {
    api.when(/./, answer);
    expect(failureOf(await engine().inspect('abc')).code).toBe(code);
    expect(failureOf(await engine().start('abc')).code).toBe(code);
  });

  it('says what it waited for and how long', async () => {
    api.when(/./, hang);
    const failure = failureOf(await engine().inspect('abc'));
    expect(failure.detail).toContain('0.2 s');
    expect(failure.detail).toContain('container abc');
    expect(failure.retry).toBe('backoff');
  });

  it('is unreachable where nothing listens', async () => {
    const failure = failureOf(await connectDocker({ host: 'unix:///no/such/docker.sock' }).ping());
    expect(failure).toMatchObject({ code: 'engine-unreachable', retry: 'backoff' });
    expect(failure.detail).toContain('ENOENT');
  });

  it('is asked only once, whatever it answers', async () => {
    api.when(/./, json(500, { message: 'something broke' }));
    await engine().start('abc');
    expect(api.requests).toEqual(['POST /containers/abc/start']);
  });
});

describe('creating a container', () => {
  const spec = {
    name: 'one',
    image: 'example/engine:1',
    entrypoint: null,
    argv: [],
    env: { HF_TOKEN: 'canary-secret' },
    labels: {},
    mounts: [],
    publish: null,
    profile: 'baseline',
    resources: { shmMib: 64, pidsLimit: 100 },
    devices: [],
  } as const;

  it('keeps the environment out of the URL', async () => {
    api.when(/\/images\//, json(200, { Id: 'sha256:1' }));
    api.when(/\/info/, json(200, { DefaultRuntime: 'runc' }));
    api.when(/\/containers\/create/, json(201, { Id: 'abc' }));
    expect(await engine().create(spec)).toEqual({ ok: true, value: { id: 'abc' } });
    expect(api.requests).toContain('POST /containers/create?name=one');
    expect(api.requests.join()).not.toContain('canary-secret');
  });
});

describe('a pull', () => {
  it('is given up when it shows no progress', async () => {
    api.when(/\/images\/create/, lines({ status: 'Pulling from x', id: '1' }));
    const failure = failureOf(await engine().pull('example/x:1'));
    expect(failure).toMatchObject({ code: 'registry-unreachable', retry: 'backoff' });
    expect(failure.detail).toContain('no progress');
  });

  it('fails when the engine goes away in between', async () => {
    api.when(/\/images\/create/, lines({ status: 'Downloading', id: 'a', progressDetail: { current: 1, total: 2 } }));
    const patient = connectDocker({ host: api.host });
    const failure = failureOf(await patient.pull('example/x:1', { onProgress: () => api.cut() }));
    expect(failure.code).toBe('engine-unreachable');
  });

  it('fails when the engine sends what is no JSON', async () => {
    api.when(/\/images\/create/, (_request, response) => response.writeHead(200).end('<html>\n'));
    expect(failureOf(await engine().pull('example/x:1')).code).toBe('engine-error');
  });

  it('asks for a digest rather than the tag beside it', async () => {
    api.when(/\/images\/create/, json(200, { status: 'done' }));
    const digest = `sha256:${'a'.repeat(64)}`;
    await engine().pull(`example/x:1@${digest}`);
    expect(decodeURIComponent(api.requests[0] ?? '')).toBe(`POST /images/create?fromImage=example/x&tag=${digest}`);
  });
});

describe('the events of an engine that comes and goes', () => {
  it('are asked for again since the last one seen, which is not told twice', async () => {
    api.when(/\/events/, lines(eventOf('start', 'a', 1_800_000_001)));
    const watch = collectEvents(engine(), { labels: { mine: 'yes' }, since: '2026-01-01T00:00:00Z' });
    await watch.until((seen) => seen.some(({ type }) => type === 'start'));
    api.when(/\/events/, lines(eventOf('start', 'a', 1_800_000_001), eventOf('die', 'a', 1_800_000_002)));
    api.cut();
    const events = await watch.until((seen) => seen.some(({ type }) => type === 'die'));
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['subscribed', 'start', 'disconnected', 'resubscribed', 'die']);
    expect(api.requests[0]).toContain('since=1767225600.000000000');
    expect(api.requests[1]).toContain('since=1800000001.000000000');
    expect(decodeURIComponent(api.requests[1] ?? '')).toContain('"label":["mine=yes"]');
  });

  it('say once that the engine is gone, and wait between two tries', async () => {
    api.when(/\/events/, json(500, { message: 'not yet' }));
    const watch = collectEvents(engine(), { labels: {} });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(api.requests.length).toBeGreaterThan(2);
    expect(api.requests.length).toBeLessThanOrEqual(10);
    api.when(/\/events/, lines());
    const events = await watch.until((seen) => seen.some(({ type }) => type === 'subscribed'));
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['disconnected', 'subscribed']);
  });
});

describe('the log of an engine that goes away', () => {
  it('throws the failure to whoever reads it', async () => {
    api.when(/\/logs/, (_request, response) => {
      response.writeHead(200);
      response.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 3, 0x61, 0x62, 0x0a]), () => response.destroy());
    });
    await expect(linesOf(engine(), 'abc')).rejects.toMatchObject({ failure: { code: 'engine-unreachable' } });
  });
});
