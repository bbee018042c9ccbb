import type { DrainStep } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { removalOf } from './removal.js';

const step = (instance: string, outcome: DrainStep['outcome']): DrainStep => ({
  instance,
  deployment: 'chat',
  state: 'ready',
  outcome,
  to: outcome === 'moves' ? 'w2' : null,
  reason: '',
});

it('stops everything at once, also what a drain would replace first', () => {
  const steps = [step('a-1', 'moves'), step('b-1', 'stops'), step('c-1', 'ends')];
  expect(removalOf({ steps, onlyHere: ['a'] })).toEqual({
    stopped: ['a-1', 'b-1', 'c-1'],
    placed: ['a-1'],
    unplaced: ['b-1'],
    unserved: ['a'],
  });
});

it('places nothing elsewhere on the only worker', () => {
  expect(removalOf({ steps: [step('a-1', 'stops')], onlyHere: ['chat'] })).toMatchObject({
    placed: [],
    unplaced: ['a-1'],
  });
});
