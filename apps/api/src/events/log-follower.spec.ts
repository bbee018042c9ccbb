import { err, ok, problemOf, type RecordedEvent } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { LogFollower } from './log-follower.js';

/** A feed as the services offer it: pages, and requests that wait for the next event. */
class Feed {
  private readonly events: RecordedEvent[] = [];
  private waiting: (() => void)[] = [];
  failures = 0;
  reads = 0;

  add(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.events.push({ position: this.events.length + 1 } as RecordedEvent);
    }
    this.waiting.splice(0).forEach((wake) => wake());
  }

  wakeAll(): void {
    this.waiting.splice(0).forEach((wake) => wake());
  }

  shrinkTo(length: number): void {
    this.events.length = length;
    this.waiting.splice(0).forEach((wake) => wake());
  }

  readonly read = async (range: { readonly after: number; readonly limit: number; readonly waitMs: number }) => {
    this.reads += 1;
    if (range.waitMs > 0 && this.events.length <= range.after) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.failures > 0) {
      this.failures -= 1;
      return err(problemOf('unavailable', 'away'));
    }
    const events = this.events.slice(range.after, range.after + range.limit);
    return ok({ events: events.map((event) => ({ ...event })), head: this.events.length, logId: 'l' } as never);
  };
}

async function take(source: AsyncGenerator<RecordedEvent>, count: number): Promise<number[]> {
  const positions: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const next = await source.next();
    if (next.done) {
      break;
    }
    positions.push(next.value.position);
  }
  return positions;
}

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a follower of a log', () => {
  it('gives every event once and in order, from the past into the present', async () => {
    const feed = new Feed();
    feed.add(1234);
    const source = new LogFollower(feed.read).from(0, new AbortController().signal);
    expect(await take(source, 1234)).toEqual(upTo(1, 1234));
    const more = take(source, 3);
    feed.add(2);
    feed.add(1);
    expect(await more).toEqual([1235, 1236, 1237]);
  });

  it('serves readers at different places without mixing them up', async () => {
    const feed = new Feed();
    feed.add(600);
    const follower = new LogFollower(feed.read);
    const { signal } = new AbortController();
    const [present, past] = [follower.from(600, signal), follower.from(10, signal)];
    const live = take(present, 2);
    expect(await take(past, 590)).toEqual(upTo(11, 600));
    feed.add(2);
    expect(await live).toEqual([601, 602]);
    expect(await take(past, 2)).toEqual([601, 602]);
  });

  it('asks once for all readers that wait', async () => {
    const feed = new Feed();
    feed.add(5);
    const follower = new LogFollower(feed.read);
    const readers = Array.from({ length: 20 }, () => take(follower.from(5, new AbortController().signal), 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = feed.reads;
    feed.add(1);
    expect(await Promise.all(readers)).toEqual(Array.from({ length: 20 }, () => [6]));
    expect(feed.reads - before).toBeLessThanOrEqual(1);
  });

  it('goes on when the service was away', async () => {
    const feed = new Feed();
    feed.add(2);
    feed.failures = 1;
    const source = new LogFollower(feed.read).from(0, new AbortController().signal);
    expect(await take(source, 2)).toEqual([1, 2]);
  });

  it('tells once that the log is away and once that it is back, to readers that wait and to those behind', async () => {
    const feed = new Feed();
    feed.add(5);
    const follower = new LogFollower(feed.read);
    const { signal } = new AbortController();
    const kinds = async (after: number | undefined, count: number) => {
      const told: string[] = [];
      for await (const each of follower.follow(after, signal)) {
        told.push(each.kind === 'event' ? String(each.event.position) : each.kind);
        if (told.length === count) break;
      }
      return told;
    };
    feed.failures = 6;
    const readers = [kinds(5, 3), kinds(3, 4), kinds(undefined, 4)];
    setTimeout(() => feed.add(1), 3500);
    expect(await Promise.all(readers)).toEqual([
      ['away', 'back', '6'],
      ['away', 'back', '4', '5'],
      ['away', 'back', 'begins', '6'],
    ]);
  });

  it('tells those that wait when the log goes away, and goes on where it was', async () => {
    const feed = new Feed();
    feed.add(2);
    const source = new LogFollower(feed.read).follow(2, new AbortController().signal);
    const first = source.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    feed.failures = 1;
    feed.wakeAll();
    expect((await first).value).toMatchObject({ kind: 'away', detail: 'away' });
    expect((await source.next()).value).toEqual({ kind: 'back' });
    feed.add(1);
    expect((await source.next()).value).toMatchObject({ kind: 'event', event: { position: 3 } });
  });

  it('ends with its signal, also while it waits', async () => {
    const controller = new AbortController();
    const waiting = take(new LogFollower(new Feed().read).from(0, controller.signal), 1);
    controller.abort();
    expect(await waiting).toEqual([]);
  });

  it('ends when the log was replaced by a shorter one', async () => {
    const feed = new Feed();
    feed.add(10);
    const source = new LogFollower(feed.read).from(10, new AbortController().signal);
    const waiting = take(source, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    feed.shrinkTo(3);
    expect(await waiting).toEqual([]);
  });
});
