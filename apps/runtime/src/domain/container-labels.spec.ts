import { expect, it } from 'vitest';
import { assignmentOf } from '../testing/assignments.js';
import { containerLabels, containerName, ownLabels, readLabels } from './container-labels.js';

const me = { installation: '11111111-2222-4333-8444-555555555555', worker: 'w1' };

it('reads back from a container what was written on it', () => {
  const assignment = assignmentOf({ generation: 3 });
  const labels = containerLabels(me, assignment, 41_000);
  expect(labels).toMatchObject(ownLabels(me));
  expect(readLabels(labels)).toEqual({
    instance: 'chat-1',
    generation: 3,
    specDigest: assignment.planDigest,
    port: 41_000,
  });
});

it('does not take a container for an instance when its labels say nothing of one', () => {
  expect(readLabels(ownLabels(me))).toBeNull();
  expect(readLabels({ 'enginehouse.io/instance': 'a', 'enginehouse.io/generation': 'x' })).toBeNull();
});

it('gives the containers of two generations, instances or installations different names', () => {
  const names = [
    containerName(me.installation, { instance: 'a-1', generation: 1 }),
    containerName(me.installation, { instance: 'a-1', generation: 2 }),
    containerName(me.installation, { instance: 'a-2', generation: 1 }),
    containerName('99999999-2222', { instance: 'a-1', generation: 1 }),
  ];
  expect(new Set(names).size).toBe(4);
});
