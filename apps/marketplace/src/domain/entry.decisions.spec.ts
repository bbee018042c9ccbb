import {
  problemOf,
  type BackendDefinition,
  type EntryEvent,
  type EntryPlan,
  type Provenance,
} from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import {
  abandonChange,
  beginChange,
  endChange,
  enabledBackend,
  followSource,
  recordLoss,
  setPolicy,
} from './entry.decisions.js';
import { evolveEntry, initialEntry, type Entry, type RecordedEntryEvent } from './entry.js';

const definition = (...versions: readonly string[]): BackendDefinition => ({
  backend_name: 'Engine',
  versions: versions.map((name) => ({ name, images: [{ framework: 'cuda', image_name: `i:${name}` }] })),
});
const provenance = (contentHash: string): Provenance => ({
  source: 'market',
  location: 'https://market.example/',
  upstreamRef: null,
  snapshotDigest: 'd',
  contentHash,
  signedBy: null,
  syncedAt: '2026-11-23T10:00:00.000Z',
});
const taken = { name: 'Engine', upstream: definition('1.0'), provenance: provenance('one'), digests: [] };
const enable: EntryPlan = { kind: 'enable', ...taken, differing: {}, restored: false, keptYours: [] };
const update = (more: object = {}): EntryPlan => ({
  kind: 'update',
  ...taken,
  upstream: definition('1.0', '1.1'),
  differing: {},
  provenance: provenance('two'),
  expectedRevision: 7,
  offeredHash: 'two',
  automatic: false,
  addedVersions: ['1.1'],
  removedVersions: [],
  keptVersions: [],
  decisions: [],
  ...more,
});
const disable: EntryPlan = { kind: 'disable', yours: definition('1.0', 'mine-custom'), expectedRevision: 7 };

type Step = (state: Entry) => ReturnType<typeof beginChange>;
const begun =
  (plan: EntryPlan, command = 'c1'): Step =>
  (state) =>
    beginChange(state, 'Engine', command, plan);
const ended =
  (command = 'c1', revision = 7): Step =>
  (state) =>
    endChange(state, command, revision);
const refused =
  (code: 'stale-revision' | 'invalid-definition', command = 'c1'): Step =>
  (state) =>
    abandonChange(state, command, problemOf(code, 'no'));
const offered =
  (contentHash: string, ...versions: readonly string[]): Step =>
  (state) =>
    followSource(state, { contentHash, definition: definition(...versions) });

/** The state after these decisions. */
function after(...steps: readonly Step[]): Entry {
  let [state, position] = [initialEntry, 0];
  for (const step of steps) {
    const decision = step(state);
    if (!decision.ok) throw new Error(decision.error.detail);
    for (const event of decision.value) state = evolveEntry(state, recorded(event, (position += 1)));
  }
  return state;
}

const recorded = (event: EntryEvent, position: number): RecordedEntryEvent => ({
  ...event,
  id: `event-${position}`,
  schemaVersion: 1,
  meta: { actor: 'user:ada', correlationId: 'c' },
  position,
  streamId: 'entry:market/engine',
  version: position,
  recordedAt: `2026-11-23T10:00:0${position}.000Z`,
});

const enabled = [begun(enable), ended()];

describe('a change of an entry', () => {
  it('is said before it is made, and ends as it was said', () => {
    const state = after(begun(enable));
    expect(state.pending).toMatchObject({ command: 'c1', plan: enable, meta: { actor: 'user:ada' } });
    expect(state.backend).toEqual({ status: 'none' });
    expect(after(...enabled)).toMatchObject({
      pending: null,
      backend: { status: 'enabled', ...taken, catalogRevision: 7, enabledBy: 'user:ada' },
      revision: 2,
    });
    expect(after(...enabled, begun(disable, 'c2'), ended('c2', 8))).toMatchObject({
      backend: { status: 'disabled', upstream: taken.upstream, yours: definition('1.0', 'mine-custom') },
    });
  });

  it('is the only one until it has ended', () => {
    expect(begun(enable, 'c2')(after(begun(enable)))).toMatchObject({ error: { code: 'overloaded' } });
    expect(begun(enable)(after(begun(enable)))).toEqual({ ok: true, value: [] });
  });

  it('ends once, and only by its own command', () => {
    const state = after(begun(enable));
    for (const none of [ended('c2')(state), refused('stale-revision', 'c2')(state), ended()(after(...enabled))]) {
      expect(none).toEqual({ ok: true, value: [] });
    }
  });

  it('leaves everything as it was where it is given up', () => {
    expect(after(...enabled, begun(update(), 'c2'), refused('stale-revision', 'c2'))).toMatchObject({
      pending: null,
      backend: { provenance: { contentHash: 'one' } },
      refusedContent: null,
    });
  });

  it('is not tried again by itself for a content that the catalog would refuse again', () => {
    const automatic = begun(update({ automatic: true }), 'c2');
    expect(after(...enabled, automatic, refused('stale-revision', 'c2')).refusedContent).toBeNull();
    expect(after(...enabled, automatic, refused('invalid-definition', 'c2')).refusedContent).toBe('two');
    const manual = begun(update(), 'c2');
    expect(after(...enabled, manual, refused('invalid-definition', 'c2')).refusedContent).toBeNull();
  });
});

const gone: Step = (state) => followSource(state, null);

describe('what a source offers', () => {
  it('is no matter of an entry that is not enabled', () => {
    expect(offered('two', '1.1')(initialEntry)).toEqual({ ok: true, value: [] });
    expect(followSource(initialEntry, null)).toEqual({ ok: true, value: [] });
  });

  it('is told of once for each content, until an update; an addition ends nothing', () => {
    const told = [...enabled, offered('two', '1.0', '1.1')];
    expect(after(...told).offered).toEqual(['two']);
    expect(offered('two', '1.0', '1.1')(after(...told))).toEqual({ ok: true, value: [] });
    expect(offered('one', '1.0')(after(...told))).toEqual({ ok: true, value: [] });
    expect(after(...told, begun(update({ automatic: true }), 'c2'), ended('c2')).offered).toEqual(['two']);
    expect(after(...told, begun(update(), 'c2'), ended('c2')).offered).toEqual([]);
  });

  it('names the versions that are new, changed and gone', () => {
    expect(offered('two', '1.1')(after(...enabled))).toMatchObject({
      value: [{ data: { addedVersions: ['1.1'], changedVersions: [], withdrawnVersions: ['1.0'] } }],
    });
  });

  it('may be nothing, and something again', () => {
    expect(after(...enabled, gone)).toMatchObject({ withdrawn: true });
    expect(gone(after(...enabled, gone))).toEqual({ ok: true, value: [] });
    expect(after(...enabled, gone, offered('one', '1.0'))).toMatchObject({ withdrawn: false, offered: [] });
  });
});

describe('a backend that is gone', () => {
  it('is recorded only of what was seen, and while nothing else is under way', () => {
    const state = after(...enabled);
    const backend = enabledBackend(state, { source: 'market', name: 'Engine' });
    if (!backend.ok) throw new Error(backend.error.detail);
    const lost: Step = (now) => recordLoss(now, backend.value, definition('1.0'));
    expect(after(...enabled, lost)).toMatchObject({ backend: { status: 'disabled' } });
    const none = { ok: true, value: [] };
    expect(lost(after(...enabled, begun(disable, 'c2')))).toEqual(none);
    expect(lost(after(...enabled, begun(update(), 'c2'), ended('c2', 9)))).toEqual(none);
    expect(lost(after(...enabled, lost))).toEqual(none);
  });
});

describe('a policy', () => {
  const wish = { source: 'market', name: 'Engine', policy: { mode: 'add-versions' } } as const;

  it('is of enabled entries, and stays over disabling', () => {
    expect(setPolicy(initialEntry, wish)).toMatchObject({ error: { code: 'entry-not-enabled' } });
    const window = { days: ['sat' as const], from: '01:00', to: '02:00', timeZone: 'UTC' };
    expect(setPolicy(after(...enabled), { ...wish, policy: { mode: 'notify', window } })).toMatchObject({
      error: { code: 'invalid-input', errors: [{ path: ['policy', 'window'] }] },
    });
    const set: Step = (state) => setPolicy(state, wish);
    expect(set(after(...enabled, set))).toEqual({ ok: true, value: [] });
    expect(after(...enabled, set, begun(disable, 'c2'), ended('c2')).policy).toEqual({ mode: 'add-versions' });
  });
});
