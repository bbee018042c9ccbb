import { describe, expect, it } from 'vitest';
import { runHere } from '../../testing/run-here.js';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

const event = (position: number) => ({
  log: 'catalog',
  id: `e${position}`,
  type: 'VersionAdded',
  schemaVersion: 1,
  data: {},
  meta: { actor: 'user:ada', correlationId: 'c', reason: 'newer' },
  position,
  streamId: 'backend:vllm',
  version: 2,
  recordedAt: '2026-01-02T12:00:00Z',
});
const sse = (position: number) => `id: catalog-${position}\ndata: ${JSON.stringify(event(position))}\n\n`;

describe('events and log', () => {
  it('follows on behind the last event when the connection is lost', async () => {
    const interrupted = new AbortController();
    let connections = 0;
    api.on('GET /v1/events', () => {
      connections += 1;
      if (connections === 1) return { type: 'text/event-stream', pieces: ['retry: 2000\n\n', sse(5)], cut: true };
      setTimeout(() => interrupted.abort(), 100);
      return { type: 'text/event-stream', pieces: [sse(6)], open: true };
    });
    const { status, stdout } = await api.run('events tail --log catalog --from 5 --json', {
      signal: interrupted.signal,
    });
    expect(status).toBe(130);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { position: number }).position),
    ).toEqual([5, 6]);
    expect(api.seen().map(({ query, headers }) => [query['after'], headers['last-event-id']])).toEqual([
      ['4', undefined],
      [undefined, 'catalog-5'],
    ]);
  });

  it('says once that the connection is lost, however long that takes', async () => {
    const interrupted = new AbortController();
    let connections = 0;
    api.on('GET /v1/events', () => {
      connections += 1;
      if (connections === 1) return { type: 'text/event-stream', pieces: [sse(5)] };
      if (connections < 4) return { status: 502, type: 'text/html', text: 'Bad gateway' };
      setTimeout(() => interrupted.abort(), 100);
      return { type: 'text/event-stream', pieces: [sse(6)], open: true };
    });
    const { status, stderr } = await api.run('events tail --json', { signal: interrupted.signal });
    expect(status).toBe(130);
    expect(stderr.match(/connecting again/g)).toHaveLength(1);
    expect(stderr.match(/Connected again/g)).toHaveLength(1);
  });

  it('shows what happened in words, from the beginning of all logs, and which log does not answer', async () => {
    const interrupted = new AbortController();
    const synced = { run: 'r', code: 'x', detail: 'The host is away.', failures: 1 };
    const events = [
      { ...event(6), data: { version: { name: '1.10', images: [{ framework: 'cpu', image_name: 'a:1' }] } } },
      { ...event(2), log: 'marketplace', streamId: 'source:team', type: 'SourceSyncFailed', data: synced },
      { ...event(3), log: 'elsewhere', type: 'SomethingNew' },
    ];
    const away = { log: 'scheduling', state: 'away', detail: 'nobody listens' };
    api.on('GET /v1/events', () => {
      setTimeout(() => interrupted.abort(), 100);
      const pieces = [
        `event: log\ndata: ${JSON.stringify(away)}\n\n`,
        ...events.map((each) => `data: ${JSON.stringify(each)}\n\n`),
        `event: log\ndata: ${JSON.stringify({ log: 'scheduling', state: 'back' })}\n\n`,
      ];
      return { type: 'text/event-stream', pieces, open: true };
    });
    const { stdout, stderr } = await api.run('events tail --from 0', { signal: interrupted.signal });
    expect(api.last().headers['last-event-id']).toBe('catalog-0,scheduling-0,marketplace-0');
    expect(stdout.split('\n').map((text) => text.replace(/^.*?:\d\d {2}/, ''))).toEqual([
      'backend:vllm  VersionAdded  added version 1.10  by user:ada (newer)',
      'source:team  SourceSyncFailed  could not be synced: The host is away  by user:ada (newer)',
      'backend:vllm  SomethingNew  by user:ada (newer)',
      '',
    ]);
    expect(stderr).toBe(
      'The scheduling log does not answer; the others go on. nobody listens\nThe scheduling log is there again.\n',
    );
  });

  it('does not wait for a server that never answered', async () => {
    const { status } = await runHere(['events', 'tail'], { env: { ENGINEHOUSE_URL: 'http://127.0.0.1:9' } });
    expect(status).toBe(6);
  });

  it('fails when a log is not what was written', async () => {
    const intact = { log: 'catalog', ok: true, position: 5, commits: 5, detail: 'fine' };
    const broken = { ...intact, log: 'scheduling', ok: false, badPosition: 3, detail: 'differs at 3' };
    api.on('POST /v1/log/verify', { json: { ok: true, logs: [intact] } });
    expect(await api.run('log verify')).toMatchObject({ status: 0, stdout: expect.stringContaining('intact') });
    api.on('POST /v1/log/verify', { json: { ok: false, logs: [intact, broken] } });
    const { status, stdout, stderr } = await api.run('log verify');
    expect(status).toBe(1);
    expect(stdout).toContain('scheduling  BROKEN  3');
    expect(stderr).toContain('scheduling: differs at 3');
  });

  it('does not call a log intact that could not be asked', async () => {
    const intact = { log: 'catalog', ok: true, position: 5, commits: 5, detail: 'fine' };
    const unchecked = [{ log: 'marketplace', detail: 'nobody answers' }];
    api.on('POST /v1/log/verify', { json: { ok: false, logs: [intact], unchecked } });
    const { status, stdout, stderr } = await api.run('log verify');
    expect(status).toBe(6);
    expect(stdout).toMatch(/catalog +intact +5 +fine\nmarketplace +not checked +- +nobody answers/);
    expect(stderr).toContain('unavailable: marketplace: nobody answers');
  });
});
