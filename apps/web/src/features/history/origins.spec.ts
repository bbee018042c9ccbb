import type { HistoryEntry } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { originsOf } from './origins.js';

const versions = (...names: string[]) =>
  names.map((name) => ({ name, images: [{ framework: 'cpu', image_name: 'engine:1' }] }));
const whole = (...names: string[]) => ({
  source: 'custom',
  definition: { backend_name: 'engine-custom', versions: versions(...names) },
});
const entry = (revision: number, type: string, data: unknown): HistoryEntry => ({
  revision,
  version: revision,
  type,
  at: `2026-01-01T00:00:0${revision}Z`,
  actor: `user:u${revision}`,
  data,
});
const actors = (...history: HistoryEntry[]) =>
  Object.fromEntries([...originsOf(history)].map(([name, { actor }]) => [name, actor]));
const registered = entry(1, 'BackendRegistered', whole('v1'));
const added = entry(2, 'VersionAdded', { version: versions('v2')[0] });

it('knows who added a version, at the registration or later', () =>
  expect(actors(registered, added)).toEqual({ v1: 'user:u1', v2: 'user:u2' }));

it('takes a version that was removed and added again as new', () => {
  const removed = entry(3, 'VersionRemoved', { version: 'v2' });
  const again = entry(4, 'VersionAdded', { version: versions('v2')[0] });
  expect(actors(registered, added, removed)).toEqual({ v1: 'user:u1' });
  expect(actors(registered, added, removed, again)).toEqual({ v1: 'user:u1', v2: 'user:u4' });
});

it('leaves to a rollback only what it brought back', () => {
  const removed = entry(3, 'VersionRemoved', { version: 'v2' });
  const back = entry(4, 'BackendRolledBack', { toRevision: 2, ...whole('v1', 'v2') });
  expect(actors(registered, added, removed, back)).toEqual({ v1: 'user:u1', v2: 'user:u4' });
});

it('passes over what it cannot read', () =>
  expect(actors(registered, entry(2, 'VersionAdded', { redacted: true }))).toEqual({ v1: 'user:u1' }));
