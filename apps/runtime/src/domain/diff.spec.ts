import { describe, expect, it } from 'vitest';
import { assignmentOf } from '../testing/assignments.js';
import type { ObservedContainer } from './container-labels.js';
import { diff, type Supervised } from './diff.js';

const assignment = assignmentOf();

const containerOf = (change: Partial<ObservedContainer> = {}): ObservedContainer => ({
  id: 'c1',
  instance: assignment.instance,
  generation: assignment.generation,
  specDigest: assignment.planDigest,
  port: 4100,
  state: 'running',
  ...change,
});

const supervisedOf = (change: Partial<Supervised> = {}): Supervised => ({
  instance: assignment.instance,
  generation: assignment.generation,
  planDigest: assignment.planDigest,
  stage: 'live',
  containerId: 'c1',
  ...change,
});

describe('an assignment nobody takes care of', () => {
  it('is taken up', () => {
    expect(diff([assignment], [], [])).toEqual([{ do: 'supervise', assignment, container: null }]);
  });

  it('is taken up with the container that carries its generation and digest', () => {
    const container = containerOf();
    expect(diff([assignment], [container], [])).toEqual([{ do: 'supervise', assignment, container }]);
  });

  it('is taken up with the running one of two, after the other is gone', () => {
    const ended = containerOf({ id: 'c0', state: 'ended' });
    expect(diff([assignment], [ended, containerOf()], [])).toEqual([{ do: 'remove', container: ended, report: false }]);
  });

  it.each([
    ['another digest', { specDigest: 'other' }, false],
    ['an older generation', { generation: 0 }, true],
  ])('first has its container of %s removed', (_, change, report) => {
    const container = containerOf(change);
    expect(diff([assignment], [container], [])).toEqual([{ do: 'remove', container, report }]);
  });

  it('is taken up also when it is to be stopped, so that its end is told', () => {
    const stopped = { ...assignment, desired: 'stopped' as const };
    expect(diff([stopped], [], [])).toEqual([{ do: 'supervise', assignment: stopped, container: null }]);
  });
});

describe('an instance that is taken care of', () => {
  it('needs nothing while its container runs', () => {
    expect(diff([assignment], [containerOf()], [supervisedOf()])).toEqual([]);
  });

  it.each([
    ['gone', []],
    ['ended', [containerOf({ state: 'ended' })]],
  ])('is looked at when its container is %s', (_, containers) => {
    expect(diff([assignment], containers, [supervisedOf()])).toEqual([{ do: 'look', instance: 'chat-1' }]);
  });

  it('is left alone on its way, whatever containers there are', () => {
    const busy = supervisedOf({ stage: 'busy', containerId: null });
    expect(diff([assignment], [containerOf({ id: 'c9', state: 'created' })], [busy])).toEqual([]);
  });

  it('has a second container of it removed without news', () => {
    const second = containerOf({ id: 'c2' });
    expect(diff([assignment], [containerOf(), second], [supervisedOf()])).toEqual([
      { do: 'remove', container: second, report: false },
    ]);
  });

  it.each([
    ['is not assigned any more', []],
    ['is to be stopped', [{ ...assignment, desired: 'stopped' as const }]],
    ['has another generation', [{ ...assignment, generation: 2 }]],
    ['has another plan', [{ ...assignment, planDigest: 'other' }]],
  ])('is stopped when it %s', (_, assignments) => {
    expect(diff(assignments, [containerOf()], [supervisedOf()])).toEqual([
      { do: 'stop', instance: 'chat-1', fenced: assignments.length === 0 },
    ]);
  });

  it('is not stopped twice', () => {
    expect(diff([], [containerOf()], [supervisedOf({ stage: 'stopping' })])).toEqual([]);
  });
});

describe('an instance of which nothing is left', () => {
  const gone = supervisedOf({ stage: 'gone', containerId: null });

  it('is forgotten once it is not assigned any more', () => {
    expect(diff([], [], [gone])).toEqual([{ do: 'forget', instance: 'chat-1' }]);
  });

  it('stays known while it is assigned as stopped', () => {
    expect(diff([{ ...assignment, desired: 'stopped' }], [], [gone])).toEqual([]);
  });

  it.each([
    ['is wanted again', assignment],
    ['comes back with a new generation', { ...assignment, generation: 2 }],
  ])('is taken up when it %s', (_, wanted) => {
    expect(diff([wanted], [], [gone])).toEqual([{ do: 'supervise', assignment: wanted, container: null }]);
  });
});

it('removes a container of an instance that nobody assigned, and says so', () => {
  const orphan = containerOf({ instance: 'other-1' });
  expect(diff([], [orphan], [])).toEqual([{ do: 'remove', container: orphan, report: true }]);
});

it('comes to rest: what the actions lead to needs no further action', () => {
  const container = containerOf();
  expect(diff([assignment], [container], [])).toHaveLength(1);
  expect(diff([assignment], [container], [supervisedOf()])).toHaveLength(0);
});
