import { expect, it } from 'vitest';
import { backOffSeconds, defaultBackOff, restartInSeconds } from './restart-policy.js';

it('waits 10 s, doubles, and never waits more than 300 s', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 40].map((attempt) => backOffSeconds(attempt, defaultBackOff));
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
});

it('gives up after the allowed restarts, which are not counting the first start', () => {
  const waits = [1, 2, 3].map((attempt) => restartInSeconds(attempt, 2, defaultBackOff));
  expect(waits).toEqual([10, 20, null]);
});

it('gives up at the first failure where no restart is allowed', () => {
  expect(restartInSeconds(1, 0, defaultBackOff)).toBeNull();
});
