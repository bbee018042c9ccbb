import { describe, expect, it } from 'vitest';
import {
  builtInSource,
  type LocationChange,
  type SourceChanges,
  type SourceLocation,
  type UpdateWindow,
} from '@enginehouse/contracts';
import { added, at, given, synced } from '../testing/given-source.js';
import { addSource, changeSource, distrustKey, removeSource, trustKey } from './source.decisions.js';

const key = { id: 'AB12', key: 'RWmine', since: at(1), by: 'user:ada' };
const wish = {
  name: 'mine',
  location: { kind: 'http', url: 'https://mine.example/index.yaml' },
  internal: false,
  strict: true,
  keys: [key],
  everySeconds: 3600,
  policy: { mode: 'notify' },
} as const;
const builtIn = added({ location: { kind: 'builtin' } });
const happened = (...events: readonly object[]) => ({ ok: true, value: events });
const distrustedKey = (id: string) => happened({ type: 'SourceKeyDistrusted', data: { id } });
const refused = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } });

describe('adding a source', () => {
  it('says what it was added with', () => {
    const { name: _, ...data } = wish;
    expect(addSource(given(), wish)).toEqual(happened({ type: 'SourceAdded', data: { ...data, paused: false } }));
  });

  it('is refused where the name is taken', () => {
    expect(addSource(given(added()), wish)).toMatchObject(refused('name-taken'));
  });

  it('leaves what is built in to the source of that name, and that name to what is built in', () => {
    expect(addSource(given(), { ...wish, location: { kind: 'builtin' } })).toMatchObject(refused('invalid-input'));
    expect(addSource(given(), { ...wish, name: builtInSource })).toMatchObject(refused('name-taken'));
    expect(addSource(given(), { ...wish, name: builtInSource, location: { kind: 'builtin' } }).ok).toBe(true);
  });
});

const window: UpdateWindow = { days: ['sat'], from: '01:00', to: '02:00', timeZone: 'UTC' };
const idle = { mode: 'notify', window } as const;
const noUse = { detail: 'There is nothing to do in a window with the policy notify.' };

it('a window in which nothing is done is refused, of a new source and of one that is there', () => {
  expect(addSource(given(), { ...wish, policy: idle })).toMatchObject(refused('invalid-input', noUse));
  expect(changeSource(given(added()), 'mine', { policy: idle })).toMatchObject(refused('invalid-input', noUse));
  expect(addSource(given(), { ...wish, policy: { ...idle, mode: 'add-versions' } }).ok).toBe(true);
});

const oci = (reference: string) => ({ kind: 'oci', reference }) as const;

describe('changing a source', () => {
  it('says only what is other than it was', () => {
    const changes: SourceChanges = { everySeconds: 3600, paused: true, policy: { mode: 'notify' } };
    expect(changeSource(given(added()), 'mine', changes)).toEqual(
      happened({ type: 'SourceChanged', data: { changes: { paused: true } } }),
    );
    expect(changeSource(given(added()), 'mine', { everySeconds: 3600 })).toEqual(happened());
  });

  describe('where it is', () => {
    const git = { kind: 'git', url: 'https://a.example/x.git', ref: 'v1', path: 'b' } as const;
    const http = { kind: 'http', url: 'https://a.example/i.yaml' } as const;

    it.each<[string, SourceLocation, LocationChange, SourceLocation]>([
      ['the ref', git, { ref: 'main' }, { ...git, ref: 'main' }],
      ['the path', git, { path: '' }, { ...git, path: '' }],
      ['the address', git, { kind: 'git', url: 'https://b.example/x.git' }, { ...git, url: 'https://b.example/x.git' }],
      ['the address of an index', http, { url: 'http://b.example' }, { kind: 'http', url: 'http://b.example' }],
      ['the folder', { kind: 'file', path: '/a' }, { path: '/b' }, { kind: 'file', path: '/b' }],
      ['the tag', oci('r.example:5000/x/y:1'), { tag: '2' }, oci('r.example:5000/x/y:2')],
      ['a tag for a digest', oci(`r.example/x@sha256:${'a'.repeat(64)}`), { tag: '2' }, oci('r.example/x:2')],
      ['a tag there is none of', oci('r.example:5000/x'), { tag: '2' }, oci('r.example:5000/x:2')],
      [
        'a digest for a tag',
        oci('r.example/x:1'),
        { tag: `sha256:${'b'.repeat(64)}` },
        oci(`r.example/x@sha256:${'b'.repeat(64)}`),
      ],
      [
        'the kind, and nothing of the one before stays',
        git,
        { kind: 'http', url: 'https://a.example/i.yaml' },
        { kind: 'http', url: 'https://a.example/i.yaml' },
      ],
    ])('may change in one thing: %s', (_what, before, change, location) => {
      expect(changeSource(given(added({ location: before })), 'mine', { location: change })).toEqual(
        happened({ type: 'SourceChanged', data: { changes: { location } } }),
      );
    });

    it.each<[SourceLocation, LocationChange, string, string]>([
      [http, { ref: 'v1' }, 'has no ref: its kind is http', 'location.ref'],
      [git, { tag: 'v1' }, 'has no tag: its kind is git', 'location.tag'],
      [{ kind: 'file', path: '/a' }, { path: 'b' }, 'cannot be there: its kind is file', 'location.path'],
      [http, { kind: 'git', ref: 'v1' }, 'cannot be there: its kind is git', 'location.url'],
      [http, { url: 'git://a.example' }, 'cannot be there: its kind is http', 'location.url'],
    ])('is refused where its kind has no such place: %j, %j', (before, change, detail, path) => {
      const decision = changeSource(given(added({ location: before })), 'mine', { location: change });
      expect(decision).toMatchObject(refused('invalid-input', { detail: expect.stringContaining(detail) }));
      expect(decision.ok ? [] : decision.error.errors?.map((error) => error.path.join('.'))).toEqual([path]);
    });
  });

  it('cannot make it the built-in one', () => {
    expect(changeSource(given(added()), 'mine', { location: { kind: 'builtin' } })).toMatchObject(
      refused('invalid-input'),
    );
  });

  it('leaves alone what makes the built-in one what it is', () => {
    const state = given(builtIn);
    const elsewhere: SourceChanges = { location: { kind: 'file', path: '/srv' }, strict: true };
    expect(changeSource(state, builtInSource, elsewhere)).toMatchObject(
      refused('cannot-change-built-in', { detail: expect.stringContaining('its location, strict cannot change') }),
    );
    expect(changeSource(state, builtInSource, { paused: true, everySeconds: 60, strict: false }).ok).toBe(true);
  });

  it('is refused where there is none', () => {
    expect(changeSource(given(), 'mine', { paused: true })).toMatchObject(refused('source-not-found'));
  });
});

describe('trusting a key', () => {
  it('is said once', () => {
    expect(trustKey(given(added()), 'mine', key)).toEqual(happened({ type: 'SourceKeyTrusted', data: { key } }));
    const later = { ...key, since: at(9), by: 'user:eve' };
    expect(trustKey(given(added({ keys: [key] })), 'mine', later)).toEqual(happened());
  });

  it('is taken back by the id of the key, in any case, or the key itself', () => {
    const state = given(added({ keys: [key] }));
    const event = happened({ type: 'SourceKeyDistrusted', data: { id: 'AB12' } });
    expect(distrustKey(state, 'mine', 'ab12')).toEqual(event);
    expect(distrustKey(state, 'mine', 'RWmine')).toEqual(event);
    expect(distrustKey(state, 'mine', 'CD34')).toMatchObject(refused('key-not-found'));
  });

  it('finds the key by its id with and without the zeros in front of it', () => {
    const short = key;
    const long = { ...key, id: '000000000000AB12' };
    expect(distrustKey(given(added({ keys: [short] })), 'mine', '000000000000ab12')).toEqual(distrustedKey(short.id));
    expect(distrustKey(given(added({ keys: [long] })), 'mine', 'AB12')).toEqual(distrustedKey(long.id));
    expect(distrustKey(given(added({ keys: [short] })), 'mine', 'AB120')).toMatchObject(refused('key-not-found'));
  });

  it('makes no sense for what comes with Enginehouse', () => {
    expect(trustKey(given(builtIn), builtInSource, key)).toMatchObject(refused('cannot-change-built-in'));
  });
});

const remove = (enabled: readonly string[], keepEnabled = false) =>
  removeSource(given(added(), synced('a')), { name: 'mine', enabled, keepEnabled });

describe('removing a source', () => {
  it('is refused while entries of it are enabled, with their names, unless they shall stay', () => {
    expect(remove(['One', 'Two'])).toMatchObject(
      refused('source-in-use', {
        detail: 'Of the source "mine" these are enabled: One, Two.',
        hint: expect.stringContaining('keepEnabled'),
        extra: { entries: ['One', 'Two'] },
      }),
    );
    expect(remove(['One'], true)).toEqual(happened({ type: 'SourceRemoved', data: {} }));
    expect(remove([])).toEqual(happened({ type: 'SourceRemoved', data: {} }));
  });

  it('names only some where there are many', () => {
    const many = Array.from({ length: 14 }, (_, index) => `E${index}`);
    expect(remove(many)).toMatchObject(refused('source-in-use', { detail: expect.stringContaining('E9 and 4 more') }));
  });

  it('is refused for the one that comes with Enginehouse', () => {
    const wish = { name: builtInSource, enabled: [], keepEnabled: true };
    expect(removeSource(given(builtIn), wish)).toMatchObject(refused('cannot-delete-built-in'));
  });
});
