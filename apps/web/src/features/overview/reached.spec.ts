import { expect, it } from 'vitest';
import { reachedWith } from './reached.js';

const empty = { backends: 0, workers: 0, deployments: 0, hasChatted: false };

it('counts the backends that are built in: with them the next step is another one', () => {
  expect(reachedWith({ ...empty, backends: 5 })).toEqual({ backend: true, worker: false, deploy: false, chat: false });
});

it('finds nothing done where nothing is there, and a backend behind whatever runs', () => {
  expect(Object.values(reachedWith(empty))).toEqual([false, false, false, false]);
  expect(reachedWith({ ...empty, deployments: 1 })).toMatchObject({ backend: true, deploy: true });
});
