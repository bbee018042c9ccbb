import { describe, expect, it } from 'vitest';
import type { ServiceName } from '@enginehouse/contracts';
import { serviceViews, type HeardBeat } from './service-views.js';

const start = Date.parse('2026-06-01T12:00:00.000Z');
const startedAt = new Date(start).toISOString();

const beat = (more: Partial<HeardBeat> = {}): HeardBeat => ({
  process: 'one',
  startedAt,
  ready: true,
  checks: { log: { ok: true, detail: '0 appends wait' } },
  leaving: false,
  at: start,
  ...more,
});
const unready = { ready: false, checks: { log: { ok: false, detail: 'connection refused' } } } as const;

/** How the catalog is, so many seconds after the start. */
function catalog(beats: readonly HeardBeat[], seconds: number, isListening = true) {
  const processes = new Map(beats.map((each) => [each.process, each]));
  const heard = { isListening, since: start, beats: new Map<ServiceName, typeof processes>([['catalog', processes]]) };
  return serviceViews(heard, start + seconds * 1000).find(({ name }) => name === 'catalog');
}

describe('a service, as it is heard of', () => {
  it('is ready while its beats say so', () => {
    expect(catalog([beat()], 3)).toMatchObject({ state: 'ready', reason: '', seenAt: startedAt });
  });

  it('is not ready with the checks that fail', () => {
    expect(catalog([beat(unready)], 3)).toMatchObject({ state: 'not-ready', reason: 'log: connection refused' });
  });

  it('is degraded where only some of its processes are ready', () => {
    const view = catalog([beat(), beat({ process: 'two', ...unready })], 3);
    expect(view).toMatchObject({ state: 'degraded', reason: '1 of 2 processes: log: connection refused' });
    expect(view?.processes).toHaveLength(2);
  });

  it('is silent when its beats stop, and tells for how long and how it was', () => {
    expect(catalog([beat()], 42)).toMatchObject({
      state: 'silent',
      reason: 'nothing was heard of it for 42 s; it was ready then',
      processes: [],
    });
    expect(catalog([beat(unready)], 600)?.reason).toBe('nothing was heard of it for 10 min; log: connection refused');
  });

  it('is stopped when it said that it goes, unless another process goes on', () => {
    expect(catalog([beat({ leaving: true })], 1)).toMatchObject({ state: 'stopped', seenAt: startedAt });
    expect(catalog([beat({ leaving: true }), beat({ process: 'two' })], 1)).toMatchObject({ state: 'ready' });
  });

  it('forgets a dead process beside a living one', () => {
    expect(catalog([beat(), beat({ process: 'two', at: start + 30_000 })], 31)).toMatchObject({
      state: 'ready',
      processes: [{ id: 'two' }],
    });
  });

  it('is not judged before there was time to hear of it', () => {
    expect(catalog([], 5)).toMatchObject({ state: 'unknown', seenAt: null });
    expect(catalog([], 15)).toMatchObject({
      state: 'silent',
      reason: 'nothing was heard of it in 15 s: is it started?',
    });
  });

  it('is not judged while nothing can be heard', () => {
    expect(catalog([beat()], 60, false)).toMatchObject({
      state: 'unknown',
      reason: 'the api is not connected to NATS',
    });
  });
});
