import { problemOf, type RecordedEvent } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint.js';
import type { Trouble } from './follow.js';
import { LogFollower, type FollowerOptions } from './follower.js';
import type { LogFork } from './fork.js';
import { away, eventAt, InMemoryLog } from './in-memory-log.js';

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('following a log', () => {
  let log: InMemoryLog;
  let followers: LogFollower[];
  /** What the handler's store holds: effects and the checkpoint, always written together. */
  let handled: RecordedEvent[];
  let stored: Checkpoint | undefined;
  let troubles: Trouble[];

  beforeEach(() => {
    log = new InMemoryLog();
    [followers, handled, troubles, stored] = [[], [], [], undefined];
  });
  afterEach(() => Promise.all(followers.map((follower) => follower.stop())));

  const handler = (events: readonly RecordedEvent[], checkpoint: Checkpoint) => {
    handled.push(...events);
    stored = checkpoint;
  };
  const undo = (fork: LogFork) => {
    handled = handled.filter(({ position }) => position <= fork.commonPosition);
    stored = fork.resumeAt;
  };
  const follow = (options: Partial<FollowerOptions> = {}, live = true) => {
    const follower = new LogFollower(
      { feed: log.feed, ...(live ? { live: log.stream } : {}) },
      { handler, checkpoint: { load: () => stored }, onTrouble: (one) => troubles.push(one), settleMs: 50, ...options },
    );
    followers.push(follower);
    return follower;
  };
  const positions = () => handled.map(({ position }) => position);
  const reached = (position: number) =>
    waitUntil(() => handled.at(-1)?.position === position, {
      timeout: 5000,
      interval: 5,
      what: `position ${position}`,
    });

  it('hands on the past and the present by polling alone', async () => {
    log.append(1234);
    follow({}, false);
    await reached(1234);
    log.append(2);
    await reached(1236);
    expect(positions()).toEqual(upTo(1, 1236));
    expect(stored).toEqual({ position: 1236, logId: 'log-1', epoch: 1, eventId: 'event-1236' });
  });

  it('begins behind a position where there is no checkpoint', async () => {
    log.append(10);
    follow({ from: 7 });
    await reached(10);
    expect(positions()).toEqual([8, 9, 10]);
  });

  it('goes over to the stream when it has caught up, and asks the feed no more', async () => {
    log.append(10);
    const follower = follow();
    await reached(10);
    await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
    const { reads } = log;
    for (let n = 0; n < 20; n += 1) {
      log.append(1);
      await reached(11 + n);
    }
    expect(log.reads).toBe(reads);
    expect(positions()).toEqual(upTo(1, 30));
  });

  it('goes over to the stream soon after it is there, also where nothing happens', async () => {
    log.append(3);
    log.stream.available = false;
    const follower = follow();
    await reached(3);
    log.stream.available = true;
    await waitUntil(() => follower.source === 'nats', { what: 'the stream', timeout: 4000 });
    log.append(1);
    await reached(4);
    expect(positions()).toEqual([1, 2, 3, 4]);
  });

  it('begins with an empty log', async () => {
    follow();
    await waitUntil(() => log.stream.opened > 0, { what: 'the stream' });
    log.append(3);
    await reached(3);
    expect(stored).toMatchObject({ position: 3, logId: 'log-1', epoch: 1 });
  });

  it('goes on from its checkpoint after a restart', async () => {
    log.append(5);
    const first = follow();
    await reached(5);
    await first.stop();
    log.append(5);
    log.stream.available = true;
    follow();
    await reached(10);
    expect(positions()).toEqual(upTo(1, 10));
  });

  it('takes from the feed what a lost stream lacks, and skips what it repeats', async () => {
    log.append(10);
    const follower = follow({ quietMs: 20 });
    await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
    log.stream.lose();
    log.append(5, { publish: false });
    await reached(15);
    log.events.forEach((event) => log.stream.publish({ event, logId: log.logId, epoch: 1 }));
    log.append(5);
    await reached(20);
    expect(positions()).toEqual(upTo(1, 20));
  });

  it('never hands on what lies behind a gap in the stream', async () => {
    log.append(3);
    const follower = follow();
    await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
    log.append(2, { publish: false });
    log.append(1);
    await reached(6);
    expect(positions()).toEqual(upTo(1, 6));
  });

  it('notices a stream that lags behind the log', async () => {
    log.append(3);
    const follower = follow({ quietMs: 20 });
    await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
    log.append(4, { publish: false });
    await reached(7);
    expect(positions()).toEqual(upTo(1, 7));
  });

  it.each([
    ['of another log', { event: eventAt(4), logId: 'log-2', epoch: 1 }],
    ['of another life of the log', { event: eventAt(4), logId: 'log-1', epoch: 2 }],
    ['that is no event', { event: undefined, logId: undefined, epoch: 1 }],
  ])('believes no message %s', async (_, message) => {
    log.append(3);
    const follower = follow();
    await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
    log.stream.publish(message);
    await waitUntil(() => follower.source === 'feed', { what: 'the feed' });
    expect(positions()).toEqual([1, 2, 3]);
    log.append(1, { publish: false });
    await reached(4);
    expect(handled.at(-1)?.id).toBe(log.events.at(-1)?.id);
  });

  it('goes on from the stream while the feed is away', async () => {
    log.append(3);
    const first = follow();
    await reached(3);
    await first.stop();
    log.stream.available = true;
    log.feedProblem = away;
    follow();
    log.append(3);
    await reached(6);
    expect(positions()).toEqual(upTo(1, 6));
    expect(troubles[0]).toMatchObject({ source: 'feed', detail: 'the feed is away' });
  });

  it('polls where the stream may not be read, and says why', async () => {
    log.stream.refusal = 'permissions violation';
    log.append(3);
    follow({ waitSeconds: 1 });
    await reached(3);
    log.append(1);
    await reached(4);
    expect(troubles[0]).toMatchObject({ source: 'nats', detail: 'permissions violation' });
  });

  it('hands a batch that failed on again, and nothing twice that was stored in spite of the failure', async () => {
    log.append(3);
    let calls = 0;
    follow({
      handler: (events, checkpoint) => {
        calls += 1;
        if (calls === 1) {
          throw new Error('before the effect');
        }
        handler(events, checkpoint);
        if (calls === 2) {
          throw new Error('after the effect');
        }
      },
    });
    await reached(3);
    log.append(1);
    await reached(4);
    expect(positions()).toEqual([1, 2, 3, 4]);
    expect(troubles.map(({ detail }) => detail)).toEqual(['before the effect', 'after the effect']);
  });

  it('remembers by itself how far it came where nobody stores it', async () => {
    log.append(4);
    let failures = 0;
    const failing = (events: readonly RecordedEvent[], checkpoint: Checkpoint) => {
      if (checkpoint.position === 4 && failures === 0) {
        failures += 1;
        throw new Error('once');
      }
      handler(events, checkpoint);
    };
    follow({ checkpoint: undefined, from: 1, batchSize: 1, handler: failing });
    await reached(4);
    expect(positions()).toEqual([2, 3, 4]);
    expect(failures).toBe(1);
  });

  it('ends at a hole in the log', async () => {
    log.append(5);
    log.events.splice(2, 1);
    expect(await follow().done).toEqual({ kind: 'gap', expected: 3, found: 4 });
    expect(handled).toEqual([]);
  });

  it.each(['forbidden', 'unauthenticated', 'not-found'] as const)('ends where the feed answers %s', async (code) => {
    log.feedProblem = problemOf(code, 'no');
    expect(await follow().done).toMatchObject({ kind: 'refused', problem: { code } });
  });

  it('ends where it is to begin behind the end of the log', async () => {
    log.append(1);
    expect(await follow({ from: 5 }).done).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input' } });
  });

  describe('that was restored from a backup', () => {
    it('goes on without a word where nothing handled was lost', async () => {
      log.append(5);
      follow();
      await reached(5);
      log.restoreTo(5);
      log.append(3);
      await reached(8);
      expect(positions()).toEqual(upTo(1, 8));
    });

    it('tells where the fork is, and follows what came in place of the lost events', async () => {
      log.append(8);
      const forks: LogFork[] = [];
      const first = follow();
      await reached(8);
      await first.stop();
      log.restoreTo(5);
      log.append(10, { publish: false });
      follow({ onFork: (fork) => (forks.push(fork), undo(fork)) }, false);
      await reached(15);
      expect(handled).toEqual(log.events);
      const resumeAt = { position: 5, logId: 'log-1', epoch: 1 };
      expect(forks).toMatchObject([{ stored: { position: 8, epoch: 1 }, epoch: 2, commonPosition: 5, resumeAt }]);
    });

    it('finds the fork while it follows live', async () => {
      log.append(8);
      const follower = follow({ onFork: undo });
      await waitUntil(() => follower.source === 'nats', { what: 'the stream' });
      log.restoreTo(5);
      log.stream.lose();
      log.events.forEach((event) => log.stream.publish({ event, logId: log.logId, epoch: 1 }));
      log.append(5);
      await waitUntil(() => handled.length === 10, { what: 'ten events' });
      expect(handled).toEqual(log.events);
    });

    it('begins again where no clock or id shows how much is common', async () => {
      log.append(8);
      const first = follow();
      await reached(8);
      await first.stop();
      log.restoreTo(5, { isNoticed: false });
      log.append(10, { publish: false });
      const commons: number[] = [];
      follow({ onFork: (fork) => (commons.push(fork.commonPosition), undo(fork)) }, false);
      await waitUntil(() => handled.length === 15, { what: 'all events' });
      expect(handled).toEqual(log.events);
      expect(commons).toEqual([0]);
    });

    it('waits a while for the log to say why it is shorter', async () => {
      log.append(8);
      const first = follow();
      await reached(8);
      await first.stop();
      log.restoreTo(5, { isNoticed: false });
      const commons: number[] = [];
      follow({ settleMs: 2000, onFork: (fork) => (commons.push(fork.commonPosition), undo(fork)) }, false);
      await waitUntil(() => troubles.length > 0, { what: 'doubt' });
      log.restoreTo(4);
      log.append(3);
      await waitUntil(() => handled.length === 7, { what: 'all events' });
      expect(commons).toEqual([4]);
    });

    it('ends where nobody undoes anything', async () => {
      log.append(8);
      const first = follow();
      await reached(8);
      await first.stop();
      log.restoreTo(5);
      const fork = { kind: 'forked', fork: { commonPosition: 5 } };
      expect(await follow({}, false).done).toMatchObject(fork);
      expect(await follow({ onFork: () => undefined }, false).done).toMatchObject(fork);
    });

    it('ends for another log in its place', async () => {
      log.append(3);
      const first = follow();
      await reached(3);
      await first.stop();
      log.logId = 'log-2';
      expect(await follow({}, false).done).toMatchObject({ kind: 'forked', fork: { commonPosition: 0 } });
    });
  });
});
