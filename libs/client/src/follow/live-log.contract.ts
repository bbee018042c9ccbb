import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '@enginehouse/testing';
import type { LiveLog, LiveMessage } from './ports.js';

/** A stream for a test, and what can happen to it. */
export interface LiveLogUnderTest {
  readonly live: LiveLog;
  /** Publishes events at the positions that follow, first 1. */
  publish(count: number): Promise<void>;
  /** Everything stored is gone, as with its server's disk. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

/** What every live log must do. */
export function liveLogContract(name: string, open: () => Promise<LiveLogUnderTest>): void {
  describe(`${name} as a live log`, () => {
    let given: LiveLogUnderTest;
    let seen: LiveMessage[];
    const stopping: AbortController[] = [];
    beforeEach(async () => {
      given = await open();
      seen = [];
      await waitUntil(() => given.live.available, { what: 'the stream' });
    });
    afterEach(async () => {
      stopping.forEach((each) => each.abort());
      await given.live.close();
      await given.close();
    });

    /** Settles when the messages end. */
    const read = async (after: number): Promise<void> => {
      const stop = new AbortController();
      stopping.push(stop);
      for await (const message of given.live.messages(after, stop.signal)) {
        seen.push(message);
      }
    };
    const has = (count: number) => waitUntil(() => seen.length === count, { what: `${count} messages` });
    const positions = () => seen.map(({ event }) => event?.position);

    it('gives what is stored behind a position, then what is published', async () => {
      await given.publish(5);
      void read(2);
      await has(3);
      await given.publish(2);
      await has(5);
      expect(positions()).toEqual([3, 4, 5, 6, 7]);
      expect(seen[0]).toMatchObject({
        event: { type: 'Happened', streamId: 'backend:b', data: { n: 3 }, meta: { actor: 'user:test' } },
        logId: 'log-1',
        epoch: 1,
      });
    });

    it('gives what is published later where nothing is stored behind the position', async () => {
      await given.publish(1);
      void read(1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await given.publish(1);
      await has(1);
      expect(positions()).toEqual([2]);
    });

    it('ends when it is told to', async () => {
      const reading = read(0);
      await given.publish(1);
      await has(1);
      stopping.forEach((each) => each.abort());
      await reading;
      await given.publish(1);
      expect(seen).toHaveLength(1);
    });

    it('ends when the stream is lost', async () => {
      await given.publish(1);
      const reading = read(0);
      await has(1);
      await given.lose();
      await reading;
      expect(seen).toHaveLength(1);
    });
  });
}
