import { backendEvents } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { happening } from './happening.js';

it('tells events in plain words', () => {
  expect(happening({ type: 'VersionDeprecated', data: { version: '1.10', message: 'use 2' } })).toBe(
    'deprecated version 1.10: use 2',
  );
  expect(happening({ type: 'BackendDescribed', data: { changes: { description: null, icon: 'x' } } })).toBe(
    'changed description, icon',
  );
});

it('names an event that it does not know', () => {
  expect(happening({ type: 'BackendPainted', data: {} })).toBe('BackendPainted');
  expect(happening({ type: 'VersionAdded', data: { odd: 1 } })).toBe('VersionAdded');
});

it('has words for every event of the contract', () => {
  expect(Object.keys(backendEvents).filter((type) => happening({ type, data: {} }) === '')).toEqual([]);
});
