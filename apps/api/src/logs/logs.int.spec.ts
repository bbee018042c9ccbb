import {
  ok,
  renewLogs,
  scheduling,
  stopLogsSubject,
  workerLogs,
  type InstanceView,
  type LogChunk,
} from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readUntil, startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const instance: InstanceView = {
  id: 'chat-1',
  deployment: 'chat',
  modelName: 'chat',
  state: 'ready',
  reason: '',
  retiring: false,
  generation: 1,
  worker: 'one',
  url: null,
  claim: null,
  backend: 'vLLM',
  version: null,
  revision: 1,
  image: null,
  containerId: null,
  restarts: 0,
  progressPercent: null,
  exitCode: null,
  oomKilled: false,
  lastLogLines: [],
  createdAt: '',
  since: '',
};

const line = (text: string) => ({ stream: 'stdout' as const, at: '2026-01-01T00:00:00Z', line: text });

describe('the logs of an instance', () => {
  let around: Surroundings;
  let api: RunningApi;
  const serving: { stop(): void }[] = [];

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });
  afterEach(() => serving.splice(0).forEach((each) => each.stop()));

  const serveInstance = (more: Partial<InstanceView> = {}) =>
    serving.push(api.services.serve(scheduling.getInstance, async () => ok({ ...instance, ...more })));
  /** A worker that sends these chunks right away, before its answer is out. */
  const serveLogs = (chunks: readonly Omit<LogChunk, 'sequence'>[]) => {
    const asked: { tail?: number; since?: string; follow?: boolean; replyTo: string }[] = [];
    serving.push(
      api.services.serve(workerLogs('one'), async (input) => {
        asked.push(input);
        chunks.forEach((chunk, index) => api.services.publish(input.replyTo, { sequence: index + 1, ...chunk }));
        return ok({ started: true, source: 'container' });
      }),
    );
    return asked;
  };

  it('are plain text, complete and in order', async () => {
    serveInstance();
    const asked = serveLogs([
      { lines: [line('one'), line('two')], end: false },
      { lines: [line('three')], end: false },
      { lines: [], end: true },
    ]);
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs?tail=3');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('one\ntwo\nthree\n');
    expect(asked[0]).toMatchObject({ instance: 'chat-1', tail: 3, follow: false });
    expect(asked[0]?.replyTo).toMatch(/^logs\.one\./);
  });

  it('are JSON lines to who asks for them', async () => {
    serveInstance();
    serveLogs([{ lines: [line('one')], end: true, error: 'the container went away' }]);
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs', {
      headers: { accept: 'application/x-ndjson' },
    });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(lines).toEqual([line('one'), { error: 'the container went away' }]);
  });

  it('go on while the client follows, and let go when it leaves', async () => {
    serveInstance();
    const asked = serveLogs([{ lines: [line('first')], end: false }]);
    const leaving = new AbortController();
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs?follow', { signal: leaving.signal });
    await waitUntil(() => asked.length === 1);
    api.services.publish(asked[0]?.replyTo ?? '', { sequence: 2, lines: [line('second')], end: false });
    expect(await readUntil(response, (text) => text.includes('second'))).toBe('first\nsecond\n');
    leaving.abort();
  });

  it('are let go by the worker when the client leaves', async () => {
    serveInstance();
    const asked = serveLogs([{ lines: [line('first')], end: false }]);
    const stopped: (string | undefined)[] = [];
    const note = (payload: unknown) => stopped.push((payload as { replyTo?: string }).replyTo);
    serving.push(api.services.subscribe(stopLogsSubject('one'), note));
    const leaving = new AbortController();
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs?follow', { signal: leaving.signal });
    await readUntil(response, (text) => text.includes('first'));
    leaving.abort();
    await expect.poll(() => stopped, { timeout: 2000 }).toContain(asked[0]?.replyTo);
  });

  it('are renewed with the worker, and broken off when it does not send any more', async () => {
    serveInstance();
    const asked = serveLogs([{ lines: [line('first')], end: false }]);
    const renewed: string[] = [];
    serving.push(
      api.services.serve(renewLogs('one'), async ({ replyTo }) => {
        renewed.push(replyTo);
        return ok({ going: renewed.length === 1 });
      }),
    );
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs?follow');
    await expect(readUntil(response, () => false)).rejects.toThrow('terminated');
    expect(renewed).toEqual([asked[0]?.replyTo, asked[0]?.replyTo]);
  });

  it('go on behind a time', async () => {
    serveInstance();
    const asked = serveLogs([{ lines: [], end: true }]);
    await (await api.fetch('GET', '/v1/instances/chat-1/logs?since=2026-01-01T00:00:00.5Z')).text();
    expect(asked[0]).toMatchObject({ since: '2026-01-01T00:00:00.5Z' });
    expect(asked[0]).not.toHaveProperty('tail');
    expect((await api.fetch('GET', '/v1/instances/chat-1/logs?since=yesterday')).status).toBe(422);
  });

  it('are broken off, not ended, when the service stops', async () => {
    const other = await startApi(around);
    serveInstance();
    serveLogs([{ lines: [line('first')], end: false }]);
    const response = await other.fetch('GET', '/v1/instances/chat-1/logs?follow', { token: api.adminToken });
    const reading = readUntil(response, () => false);
    reading.catch(() => undefined);
    await other.stop();
    await expect(reading).rejects.toThrow('terminated');
  });

  it('are refused with the reason while the instance is on no worker', async () => {
    serveInstance({ worker: null, state: 'waiting', reason: 'no worker has cuda', lastLogLines: ['boom'] });
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      code: 'logs-unavailable',
      detail: expect.stringContaining('no worker has cuda'),
      extra: { lastLogLines: ['boom'] },
    });
  });

  it('are refused with the reason while the worker does not answer', async () => {
    serveInstance();
    const response = await api.fetch('GET', '/v1/instances/chat-1/logs');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'logs-unavailable', detail: expect.stringContaining('one') });
  });
});
