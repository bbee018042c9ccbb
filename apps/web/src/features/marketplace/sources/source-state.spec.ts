import { describe, expect, it } from 'vitest';
import { durationText, percentOf, progressText, stateOf } from './source-state.js';

const nothingRejected = {
  digest: `sha256:${'0'.repeat(64)}`,
  entries: 2,
  rejected: 0,
} as NonNullable<Parameters<typeof stateOf>[0]['snapshot']>;

describe('how a source is', () => {
  it('is paused only where nothing is wrong with it', () => {
    expect(stateOf({ state: 'ok', paused: true, snapshot: null })).toMatchObject({ name: 'paused', mood: 'idle' });
    expect(stateOf({ state: 'alarm', paused: true, snapshot: null })).toMatchObject({ name: 'alarm', mood: 'bad' });
    expect(stateOf({ state: 'failing', paused: false, snapshot: null })).toMatchObject({
      name: 'failing',
      mood: 'warning',
    });
  });

  it('is a warning where entries were rejected, unless something worse is wrong with it', () => {
    const snapshot = { ...nothingRejected, rejected: 1 };
    expect(stateOf({ state: 'ok', paused: false, snapshot })).toEqual({
      name: 'rejecting',
      mood: 'warning',
      rejected: 1,
    });
    expect(stateOf({ state: 'ok', paused: false, snapshot: nothingRejected })).toMatchObject({ mood: 'good' });
    expect(stateOf({ state: 'alarm', paused: false, snapshot })).toMatchObject({ name: 'alarm', mood: 'bad' });
  });
});

describe('how far a sync is', () => {
  it('never goes back from step to step', () => {
    expect(percentOf({ phase: 'waiting', progress: { done: 0, total: null } })).toBe(0);
    const half = percentOf({ phase: 'fetching', progress: { done: 5, total: 10 } });
    expect(half).toBeCloseTo(25);
    expect(percentOf({ phase: 'verifying', progress: { done: 0, total: null } })).toBeGreaterThan(half);
    expect(percentOf({ phase: 'done', progress: { done: 9, total: 3 } })).toBe(100);
  });

  it('is told in bytes while it is fetched and in entries afterwards', () => {
    expect(progressText({ phase: 'fetching', progress: { done: 2048, total: 2_097_152 } }, 'en')).toBe('2 KiB / 2 MiB');
    expect(progressText({ phase: 'reading', progress: { done: 1200, total: 5000 } }, 'en')).toBe('1,200 / 5,000');
    expect(progressText({ phase: 'reading', progress: { done: 7, total: null } }, 'en')).toBe('7');
    expect(progressText({ phase: 'waiting', progress: { done: 0, total: null } }, 'en')).toBe('');
  });

  it('took so many seconds', () => {
    const startedAt = '2026-01-01T00:00:00.000Z';
    expect(durationText({ startedAt, finishedAt: '2026-01-01T00:00:01.250Z' }, 0)).toBe('1.3 s');
    expect(durationText({ startedAt, finishedAt: null }, Date.parse(startedAt) + 61_000)).toBe('61 s');
    expect(durationText({ startedAt: null, finishedAt: null }, 0)).toBe('–');
  });
});
