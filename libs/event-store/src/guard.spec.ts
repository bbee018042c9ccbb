import { describe, expect, it } from 'vitest';
import { guardPosition } from './guard.js';

describe('the position guard', () => {
  it.each([
    ['applies the next event', { position: 4 }, { position: 5 }, 'apply'],
    ['skips the event it stored', { position: 4 }, { position: 4 }, 'skip'],
    ['skips what came before', { position: 4 }, { position: 1 }, 'skip'],
    ['stops at a gap', { position: 4 }, { position: 6 }, 'gap'],
    ['begins at 1', { position: 0 }, { position: 1 }, 'apply'],
    ['stops at another log', { position: 4, logId: 'a' }, { position: 5, logId: 'b' }, 'fork'],
    ['applies the next event of a later epoch', { position: 4, epoch: 1 }, { position: 5, epoch: 2 }, 'apply'],
    ['stops where a later epoch rewrote the past', { position: 4, epoch: 1 }, { position: 3, epoch: 2 }, 'fork'],
    ['skips the past of an earlier epoch', { position: 4, epoch: 2 }, { position: 3, epoch: 1 }, 'skip'],
  ] as const)('%s', (_, stored, incoming, expected) => {
    expect(guardPosition(stored, incoming)).toBe(expected);
  });
});
