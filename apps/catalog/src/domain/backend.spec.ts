import type { BackendEvent } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { definition, registered, version } from '../testing/given.js';
import { backendStreamId, fold } from './backend.js';

const name = 'engine-custom';

it('gives names that differ only in case the same stream', () => {
  expect(backendStreamId('Engine-Custom')).toBe(backendStreamId('engine-custom'));
});

it('is absent before its first event', () => {
  expect(fold([])).toEqual({ status: 'absent' });
});

it('holds what it was registered with', () => {
  expect(fold([registered(definition(name))])).toEqual({
    status: 'live',
    source: 'custom',
    definition: definition(name),
  });
});

it('sets and clears single fields', () => {
  const events: BackendEvent[] = [
    registered(definition(name, { description: 'old', health_check_path: '/health' })),
    { type: 'BackendDescribed', data: { changes: { description: 'new', health_check_path: null } } },
  ];
  expect(fold(events)).toMatchObject({ definition: { ...definition(name), description: 'new' } });
  expect(fold(events)).not.toHaveProperty('definition.health_check_path');
});

it('keeps the order of declaration through integer-like version names', () => {
  const events: BackendEvent[] = [
    registered(definition(name, { versions: [version('10')] })),
    { type: 'VersionAdded', data: { version: version('2') } },
    { type: 'VersionAdded', data: { version: version('1') } },
    { type: 'VersionsReordered', data: { versions: ['2', '1', '10'] } },
  ];
  expect(fold(events)).toMatchObject({ definition: { versions: [{ name: '2' }, { name: '1' }, { name: '10' }] } });
});

it('deprecates and restores a version', () => {
  const deprecated: BackendEvent = { type: 'VersionDeprecated', data: { version: 'v1', message: '' } };
  const events = [registered(definition(name)), deprecated];
  expect(fold(events)).toMatchObject({ definition: { versions: [{ name: 'v1', deprecated: '' }] } });
  const restored = fold([...events, { type: 'VersionRestored', data: { version: 'v1' } }]);
  expect(restored).toMatchObject({ definition: definition(name) });
  expect(restored).not.toHaveProperty('definition.versions.0.deprecated');
});

it('is gone after its deletion, and back when it is registered again', () => {
  const gone: BackendEvent[] = [registered(definition(name)), { type: 'BackendDeleted', data: {} }];
  expect(fold(gone)).toEqual({ status: 'deleted', name });
  expect(fold([...gone, registered(definition(name))])).toMatchObject({ status: 'live' });
});

it('does not stumble over an event of a newer program', () => {
  const unknown = { type: 'BackendPainted', data: { colour: 'blue' } } as unknown as BackendEvent;
  expect(fold([registered(definition(name)), unknown])).toEqual(fold([registered(definition(name))]));
});
