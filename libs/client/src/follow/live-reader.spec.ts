import { describe, expect, it } from 'vitest';
import { eventAt } from './in-memory-log.js';
import { followingOn } from './live-reader.js';

const place = { position: 5, logId: 'l', epoch: 2 };
const message = (position: number, more: { readonly logId?: string; readonly epoch?: number } = {}) => ({
  event: eventAt(position),
  logId: 'l',
  epoch: 2,
  ...more,
});

describe('what follows a place, of live messages', () => {
  it.each([
    ['the very next ones', [message(6), message(7)], [6, 7], true],
    ['what was handled before, in its own life', [message(4, { epoch: 1 }), message(5), message(6)], [6], true],
    ['repetitions', [message(6), message(6), message(7)], [6, 7], true],
    ['a gap', [message(6), message(8)], [6], false],
    ['another log', [message(6, { logId: 'other' })], [], false],
    ['a later life, at a position that was handled', [message(4, { epoch: 3 }), message(6)], [], false],
    ['a later life, at the next position', [message(6, { epoch: 3 })], [], false],
    ['an earlier life, at the next position', [message(6, { epoch: 1 })], [], false],
    ['no event', [message(6), { event: undefined, logId: undefined, epoch: 2 }, message(7)], [6], false],
  ])('%s', (_, messages, positions, isSure) => {
    const batch = followingOn(place, messages);
    expect(batch.events.map(({ position }) => position)).toEqual(positions);
    expect(batch.isSure).toBe(isSure);
  });
});
