import { describe, expect, it } from 'vitest';
import type { SourceEvent } from '@enginehouse/contracts';
import { added, at, counts, failed, given, givenLive, synced } from '../testing/given-source.js';

const key = (id: string) => ({ id, key: `RW${id}`, since: at(1), by: 'user:ada' });

describe('a source', () => {
  it('is what it was added as, and offers nothing before its first sync', () => {
    expect(given(added())).toMatchObject({
      status: 'live',
      name: 'mine',
      snapshot: null,
      basedOn: 1,
      failures: 0,
      revision: 10,
      createdAt: at(1),
      createdBy: 'user:ada',
    });
  });

  it('offers what the last switch brought, and remembers what was before', () => {
    const source = givenLive(added(), synced('a', { signedBy: 'K' }), synced('b', { counts: counts({ entries: 7 }) }));
    expect(source.snapshot).toEqual({
      id: 'snapshot-b',
      digest: 'digest-b',
      address: 'https://mine.example/index.yaml',
      upstreamRef: null,
      signedBy: null,
      run: 'b',
      counts: counts({ entries: 7 }),
      syncedAt: at(3),
    });
    expect(source).toMatchObject({ previousSnapshot: 'snapshot-a', basedOn: 3, upToDate: true, revision: 10 });
  });

  it('remembers the one before also where a sync confirmed the current one', () => {
    const again = synced('c', { snapshot: 'snapshot-b' });
    expect(givenLive(added(), synced('a'), synced('b'), again).previousSnapshot).toBe('snapshot-a');
  });

  it('counts failures until a sync goes well', () => {
    const failing = givenLive(added(), synced('a'), failed('b', 1), failed('c', 2));
    expect(failing).toMatchObject({ failures: 2, failingSince: at(3), failure: { run: 'c', at: at(4) } });
    expect(failing.snapshot?.run).toBe('a');
    const well = givenLive(added(), failed('b', 1), synced('c'));
    expect(well).toMatchObject({ failures: 0, failingSince: null, failure: null });
  });

  it('has an alarm until it is cleared', () => {
    const raised: SourceEvent = { type: 'SourceAlarmRaised', data: { failures: 3, since: at(1), detail: '' } };
    expect(givenLive(added(), raised).alarm).toBe(true);
    expect(givenLive(added(), raised, { type: 'SourceAlarmCleared', data: {} }).alarm).toBe(false);
  });

  it.each<SourceEvent>([
    { type: 'SourceChanged', data: { changes: { strict: true } } },
    { type: 'SourceChanged', data: { changes: { internal: true } } },
    { type: 'SourceChanged', data: { changes: { location: { kind: 'file', path: '/srv/index.yaml' } } } },
    { type: 'SourceKeyTrusted', data: { key: key('A') } },
    { type: 'SourceKeyDistrusted', data: { id: 'A' } },
  ])('is fetched and checked anew after $type $data', (event) => {
    const source = givenLive(added({ keys: [key('A')] }), synced('a'), event);
    expect(source).toMatchObject({ upToDate: false, revision: 30 });
    expect(source.snapshot?.run).toBe('a');
  });

  it('knows where it was read what it offers, when it is somewhere else since', () => {
    const changes = { location: { kind: 'http' as const, url: 'https://elsewhere.example/' } };
    const moved = givenLive(added(), synced('a'), { type: 'SourceChanged', data: { changes } });
    expect(moved.snapshot?.address).toBe('https://mine.example/index.yaml');
    const again = givenLive(added(), synced('a'), { type: 'SourceChanged', data: { changes } }, synced('b'));
    expect(again.snapshot?.address).toBe('https://elsewhere.example/');
  });

  it('need not be fetched anew because it was paused or has another schedule', () => {
    const changes = { paused: true, everySeconds: 60, policy: { mode: 'add-versions' as const } };
    const source = givenLive(added(), synced('a'), { type: 'SourceChanged', data: { changes } });
    expect(source).toMatchObject({ ...changes, upToDate: true, revision: 30 });
  });

  it('forgets that a key was offered when it is trusted, or when something else was taken', () => {
    const offered: SourceEvent = { type: 'SourceKeyOffered', data: { id: 'B', key: null } };
    expect(givenLive(added(), offered).offeredKey).toEqual({ id: 'B', key: null, at: at(2) });
    const trusted: SourceEvent = { type: 'SourceKeyTrusted', data: { key: key('B') } };
    expect(givenLive(added(), offered, trusted)).toMatchObject({ offeredKey: null, keys: [{ id: 'B' }] });
    expect(givenLive(added(), offered, synced('a')).offeredKey).toBeNull();
  });

  it('is gone when it was removed, and begins anew when its name is used again', () => {
    const removed: SourceEvent = { type: 'SourceRemoved', data: {} };
    expect(given(added(), synced('a'), removed)).toEqual({
      status: 'removed',
      at: at(3),
      location: { kind: 'http', url: 'https://mine.example/index.yaml' },
    });
    expect(given(added(), synced('a'), removed, added())).toMatchObject({ snapshot: null, basedOn: 4, revision: 40 });
  });

  it('is not changed by an event of a newer program', () => {
    const newer = { type: 'SourcePainted', data: { colour: 'red' } } as unknown as SourceEvent;
    expect(given(added(), newer)).toEqual(given(added()));
  });
});
