import type { RecordedEvent } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from './contract/an-event.contract.js';
import { HeadWatch } from './head-watch.js';
import { RecentEvents } from './recent-events.js';

const at = (position: number): RecordedEvent => ({
  ...anEvent(),
  position,
  streamId: 'a:1',
  version: position,
  recordedAt: '2026-11-24T10:00:00.000Z',
});
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => at(first + index));

describe('what was appended last', () => {
  let watch: HeadWatch;
  let recent: RecentEvents;
  const append = (...events: readonly RecordedEvent[]) => {
    recent.add(events);
    watch.advance(events.at(-1)?.position ?? 0);
  };
  const positionsAfter = (position: number) => recent.after(position)?.map((event) => event.position);
  beforeEach(() => {
    watch = new HeadWatch();
    recent = new RecentEvents(watch);
  });

  it('is known to who stands right before it, or within it', () => {
    append(at(4));
    append(at(5), at(6));
    expect([positionsAfter(3), positionsAfter(4), positionsAfter(5)]).toEqual([[4, 5, 6], [5, 6], [6]]);
  });

  it('is of no use to who is further back, or has it already', () => {
    append(at(4));
    expect([positionsAfter(2), positionsAfter(4), positionsAfter(9)]).toEqual([undefined, undefined, undefined]);
  });

  it('is not all there is where another process has appended behind it', () => {
    append(at(4));
    watch.advance(5);
    expect(positionsAfter(3)).toBeUndefined();
    append(at(6));
    expect([positionsAfter(3), positionsAfter(4), positionsAfter(5)]).toEqual([undefined, undefined, [6]]);
  });

  it('begins anew behind an append of which it was not told what was recorded', () => {
    append(at(4));
    recent.add([]);
    watch.advance(6);
    append(at(7));
    expect([positionsAfter(3), positionsAfter(6)]).toEqual([undefined, [7]]);
  });

  it('is forgotten with the connection: the log may be another one', () => {
    append(at(4));
    watch.reconnected();
    expect(positionsAfter(3)).toBeUndefined();
    append(at(4));
    expect(positionsAfter(3)).toEqual([4]);
  });

  it('is kept for the newest only', () => {
    append(...upTo(1, 200));
    expect(positionsAfter(100)).toBeUndefined();
    expect(positionsAfter(199)).toEqual([200]);
  });
});
