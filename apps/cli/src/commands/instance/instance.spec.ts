import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { problemOf } from '@enginehouse/contracts';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { instance } from '../../testing/views.js';

const api = useFakeApi();
const line = (stream: string, text: string) => `${JSON.stringify({ stream, line: text })}\n`;
const at = (nanos: string, text: string, stream = 'stdout') =>
  `${JSON.stringify({ stream, at: `2026-01-02T12:00:00.${nanos}Z`, line: text })}\n`;

describe('instance', () => {
  it('lists, shows and deletes', async () => {
    api.on('GET /v1/instances', { json: { items: [instance()] } });
    api.on('GET /v1/instances/tiny-7f3k2', { json: instance({ exitCode: 137, oomKilled: true }) });
    api.on('DELETE /v1/instances/tiny-7f3k2', { json: { revision: 5, changed: true } });
    expect((await api.run('instance list -d tiny')).stdout).toContain('tiny-7f3k2');
    expect(api.last().query).toEqual({ deployment: 'tiny' });
    expect((await api.run('instance get tiny-7f3k2')).stdout).toContain('Exit code:   137 (out of memory)\n');
    expect((await api.run('instance delete tiny-7f3k2 --yes')).status).toBe(0);
  });

  it('retries', async () => {
    api.on('POST /v1/instances/tiny-7f3k2/retry', { json: { revision: 5, changed: true } });
    const { status, stdout } = await api.run('instance retry tiny-7f3k2 --reason patched');
    expect([status, stdout]).toEqual([0, 'instance tiny-7f3k2 is tried again\n']);
    expect(api.last().headers['x-change-reason']).toBe('patched');
  });

  it('shows logs as the container wrote them', async () => {
    const pieces = [line('stdout', 'one\u001b[31m'), line('stderr', 'two').slice(0, 5), line('stderr', 'two').slice(5)];
    api.on('GET /v1/instances/i/logs', { type: 'application/x-ndjson', pieces });
    expect((await api.run('instance logs i -n 2')).stdout).toBe('one\u001b[31m\ntwo\n');
    expect(api.last()).toMatchObject({ query: { tail: '2' }, headers: { accept: 'application/x-ndjson' } });
    expect(
      (await api.run('instance logs i', { isTty: true, env: { ENGINEHOUSE_URL: api.url(), NO_COLOR: '1' } })).stdout,
    ).toBe('one\ufffd[31m\ntwo\n');
  });

  it('says why the logs end early', async () => {
    api.on('GET /v1/instances/i/logs', { pieces: ['{"error":"the worker went away"}\n'] });
    const { status, stderr } = await api.run('instance logs i -f');
    expect([status, stderr.includes('The logs end here: the worker went away')]).toEqual([1, true]);
  });

  it('follows on where the connection broke, without loss and without repeating', async () => {
    let connections = 0;
    api.on('GET /v1/instances/i/logs', () => {
      connections += 1;
      if (connections === 1)
        return { pieces: [at('100000001', 'a'), at('200000001', 'same'), at('200000001', 'same')], cut: true };
      if (connections === 2) return { status: 503, json: problemOf('logs-unavailable', 'x', { retryAfterSeconds: 5 }) };
      // The engine's clock may set two streams' lines down in another order than their times.
      const repeated = [at('100000001', 'a'), at('200000001', 'same'), at('200000001', 'same')];
      const fresh = [at('200000001', 'same'), at('200000000', 'late', 'stderr'), at('300000001', 'b')];
      return { pieces: [...repeated, ...fresh] };
    });
    const { status, stdout, stderr } = await api.run('instance logs i -f -n 5');
    expect([status, stdout]).toEqual([0, 'a\nsame\nsame\nsame\nlate\nb\n']);
    expect(stderr.match(/connecting again/g)).toHaveLength(1);
    expect(api.seen().map(({ query }) => [query['tail'], query['since']])).toEqual([
      ['5', undefined],
      [undefined, '2026-01-02T11:59:59.200Z'],
      [undefined, '2026-01-02T11:59:59.200Z'],
    ]);
  });

  it('does not wait for logs that cannot come', async () => {
    api.on('GET /v1/instances/i/logs', { status: 503, json: problemOf('logs-unavailable', 'is on no worker') });
    expect((await api.run('instance logs i -f')).status).toBe(6);
  });

  it('shows the timeline', async () => {
    const item = {
      position: 9,
      at: '2026-01-02T12:00:00Z',
      type: 'InstancePlaced',
      actor: 'service:scheduler',
      text: 'placed on gpu-1',
      id: 'e',
      data: {},
    };
    api.on('GET /v1/instances/i/timeline', { json: { items: [item] } });
    expect((await api.run('instance timeline i')).stdout).toMatch(
      /9 +2026-.* service:scheduler +InstancePlaced +placed on gpu-1\n/,
    );
  });
});

it('ends when it is interrupted, also long after it began', async () => {
  // Node 20 forgets the signal of a request once its memory is cleared up; this must not depend on it.
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  api.on('GET /v1/instances/i/logs', { pieces: [line('stdout', 'first')], open: true });
  const interrupted = new AbortController();
  const running = api.run('instance logs i -f', { signal: interrupted.signal });
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
  }
  interrupted.abort();
  expect(await running).toMatchObject({ status: 130, stdout: 'first\n' });
});
