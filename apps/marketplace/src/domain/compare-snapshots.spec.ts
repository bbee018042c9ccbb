import { expect, it } from 'vitest';
import { compareSnapshots } from './compare-snapshots.js';

const entry = (name: string, contentHash = 'same') => ({ name, contentHash });

it('tells what was added, changed and withdrawn', () => {
  const before = [entry('Kept'), entry('Edited', 'old'), entry('Gone')];
  const now = [entry('New'), entry('Edited', 'new'), entry('Kept')];
  expect(compareSnapshots(before, now)).toEqual({
    added: ['New'],
    changed: ['Edited'],
    unchanged: ['Kept'],
    withdrawn: ['Gone'],
  });
});

it('counts what is kept neither as unchanged nor as withdrawn', () => {
  const before = [entry('Kept'), entry('Gone'), entry('Same')];
  expect(compareSnapshots(before, [entry('Same')], [entry('KEPT')])).toEqual({
    added: [],
    changed: [],
    unchanged: ['Same'],
    withdrawn: ['Gone'],
  });
});

it('takes a name that is written otherwise for the same entry, by its new name', () => {
  expect(compareSnapshots([entry('vllm-x', 'old')], [entry('VLLM-X', 'new')])).toMatchObject({
    changed: ['VLLM-X'],
    added: [],
    withdrawn: [],
  });
});
