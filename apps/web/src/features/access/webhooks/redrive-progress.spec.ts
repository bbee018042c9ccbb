import type { DeliveryCounts } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { redriveProgress } from './redrive-progress.js';

const counts = (more: Partial<DeliveryCounts>): DeliveryCounts => ({
  pending: 0,
  retrying: 0,
  delivered: 0,
  dead: 0,
  ...more,
});
const ten = { total: 10, isAsked: true };

describe('deliveries that are sent again', () => {
  it('are over when nothing waits any more, whether all of them arrived or not', () => {
    expect(redriveProgress(ten, counts({ delivered: 10 }))).toEqual({
      percent: 100,
      waiting: 0,
      dead: 0,
      isOver: true,
    });
    expect(redriveProgress(ten, counts({ dead: 4 }))).toEqual({ percent: 60, waiting: 0, dead: 4, isOver: true });
  });

  it('go on while some wait for an attempt, the first or another one', () => {
    expect(redriveProgress(ten, counts({ pending: 2, retrying: 3 }))).toMatchObject({
      percent: 50,
      waiting: 5,
      isOver: false,
    });
  });

  it('are not over before all of them were put back, though none waits in between', () => {
    expect(redriveProgress({ ...ten, isAsked: false }, counts({ dead: 10 }))).toMatchObject({
      percent: 0,
      isOver: false,
    });
  });

  it('never look further than they are, nor go below nothing, because of others that wait', () => {
    expect(redriveProgress(ten, counts({ pending: 500 }))).toMatchObject({ percent: 0, isOver: false });
    expect(redriveProgress({ total: 0, isAsked: true }, counts({}))).toMatchObject({ percent: 100, isOver: true });
  });
});
