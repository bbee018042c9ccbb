import { describe, expect, it } from 'vitest';
import { durationText, percentOf, progressText, stateOf } from './source-state.js';

describe('how a source is', () => {
  it('is paused only where nothing is wrong with it', () => {
    expect(stateOf({ state: 'ok', paused: true })).toEqual({ name: 'paused', mood: 'idle' });
    expect(stateOf({ state: 'alarm', paused: true })).toEqual({ name: 'alarm', mood: 'bad' });
    expect(stateOf({ state: 'failing', paused: false })).toEqual({ name: 'failing', mood: 'warning' });
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
