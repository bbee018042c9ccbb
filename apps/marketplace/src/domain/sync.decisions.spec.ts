import { describe, expect, it } from 'vitest';
import { problemOf, type SourceEvent } from '@enginehouse/contracts';
import { added, at, failed, given, givenLive, synced } from '../testing/given-source.js';
import { failSync, offerKey, switchSnapshot, type Switch } from './sync.decisions.js';

const problem = problemOf('source-unavailable', 'It does not answer.');
const raised: SourceEvent = { type: 'SourceAlarmRaised', data: { failures: 3, since: at(2), detail: '' } };
const removed: SourceEvent = { type: 'SourceRemoved', data: {} };
const next = synced('next').data as Switch;
const types = (decision: ReturnType<typeof failSync>) => (decision.ok ? decision.value.map(({ type }) => type) : []);

describe('the switch to a snapshot', () => {
  it('is one event', () => {
    const basis = givenLive(added(), synced('a'));
    expect(switchSnapshot(basis, basis, next)).toEqual({ ok: true, value: [synced('next')] });
  });

  it('clears an alarm', () => {
    const basis = givenLive(added(), failed('a', 3), raised);
    expect(types(switchSnapshot(basis, basis, next))).toEqual(['SourceSynced', 'SourceAlarmCleared']);
  });

  it.each<[string, SourceEvent]>([
    ['another switch', synced('other')],
    ['another location', { type: 'SourceChanged', data: { changes: { location: { kind: 'file', path: '/x' } } } }],
    ['being strict', { type: 'SourceChanged', data: { changes: { strict: true } } }],
    ['another key', { type: 'SourceKeyTrusted', data: { key: { id: 'A', key: 'RWa', since: at(1), by: 'x' } } }],
  ])('is refused after %s, which it does not know of', (_what, event) => {
    const before = [added(), synced('a')];
    const decision = switchSnapshot(given(...before, event), givenLive(...before), next);
    expect(decision).toMatchObject({ ok: false, error: { code: 'overloaded', status: 503 } });
  });

  it('does not care about a new schedule, a pause, or a failure', () => {
    const before = [added(), synced('a')];
    const changed: SourceEvent = { type: 'SourceChanged', data: { changes: { paused: true, everySeconds: 60 } } };
    expect(switchSnapshot(given(...before, changed, failed('b', 1)), givenLive(...before), next).ok).toBe(true);
  });

  it('is refused where the source is gone', () => {
    expect(switchSnapshot(given(added(), removed), givenLive(added()), next)).toMatchObject({
      error: { code: 'source-not-found' },
    });
  });
});

describe('a failed sync', () => {
  it('is counted once', () => {
    expect(failSync(given(added()), 'a', problem)).toEqual({ ok: true, value: [failed('a', 1)] });
    expect(failSync(given(added(), failed('a', 1)), 'b', problem)).toEqual({ ok: true, value: [failed('b', 2)] });
    expect(failSync(given(added(), failed('a', 1)), 'a', problem)).toEqual({ ok: true, value: [] });
  });

  it('is an alarm the third time in a row, told once', () => {
    const twice = [added(), failed('a', 1), failed('b', 2)];
    expect(failSync(given(...twice), 'c', problem)).toEqual({
      ok: true,
      value: [
        failed('c', 3),
        { type: 'SourceAlarmRaised', data: { failures: 3, since: at(2), detail: 'It does not answer.' } },
      ],
    });
    expect(types(failSync(given(...twice, failed('c', 3), raised), 'd', problem))).toEqual(['SourceSyncFailed']);
    expect(types(failSync(given(...twice, synced('c')), 'd', problem))).toEqual(['SourceSyncFailed']);
  });

  it('means nothing where the source is gone', () => {
    expect(failSync(given(added(), removed), 'a', problem)).toEqual({ ok: true, value: [] });
  });
});

describe('a key that nobody trusts yet', () => {
  it('is told of once', () => {
    const offered: SourceEvent = { type: 'SourceKeyOffered', data: { id: 'B', key: 'RWb' } };
    expect(offerKey(given(added()), { id: 'B', key: 'RWb' })).toEqual({ ok: true, value: [offered] });
    expect(offerKey(given(added(), offered), { id: 'B', key: 'RWb' })).toEqual({ ok: true, value: [] });
    expect(types(offerKey(given(added(), offered), { id: 'C', key: null }))).toEqual(['SourceKeyOffered']);
  });
});
