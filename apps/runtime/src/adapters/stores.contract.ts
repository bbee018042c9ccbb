import { uuidv7 } from '@enginehouse/service-kit';
import type { RuntimeFact } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { InstanceRecord, InstanceRecords, Kept, LogArchive, OutboxStore } from '../ports.js';

/** The stores of a runtime, empty. `reopen` is what the next process would find. */
export interface Stores {
  readonly kept: Kept<{ readonly name: string }>;
  readonly records: InstanceRecords;
  readonly outbox: OutboxStore;
  readonly archive: LogArchive;
  reopen(): Promise<Stores>;
}

const recordOf = (instance: string, change: Partial<InstanceRecord> = {}): InstanceRecord => ({
  instance,
  generation: 1,
  planDigest: 'digest',
  phase: 'ready',
  attempt: 1,
  until: null,
  failure: null,
  lastFactId: null,
  untold: [],
  ...change,
});

const factOf = (instance: string): RuntimeFact => ({
  id: uuidv7(),
  worker: 'w1',
  instance,
  generation: 1,
  at: new Date().toISOString(),
  type: 'ContainerRemoved',
  data: { containerId: null },
});

/** What every implementation of the stores must do. */
export function storesContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name}: a kept value`, () => {
    it('is the last one saved, also for the next process, until it is cleared', async () => {
      const stores = await open();
      expect(await stores.kept.load()).toBeNull();
      await stores.kept.save({ name: 'first' });
      await stores.kept.save({ name: 'second' });
      const next = await stores.reopen();
      expect(await next.kept.load()).toEqual({ name: 'second' });
      await next.kept.clear();
      expect(await next.kept.load()).toBeNull();
    });
  });

  describe(`${name}: instance records`, () => {
    it('survive the process, the last of each instance', async () => {
      const stores = await open();
      const failure = { code: 'exited', detail: 'exited with code 1' };
      const failed = recordOf('a-1', { phase: 'failed', failure, untold: [factOf('a-1')] });
      await stores.records.save(recordOf('a-1'));
      await stores.records.save(failed);
      await stores.records.save(recordOf('b/../2'));
      const { records } = await stores.reopen();
      expect(records.get('a-1')).toEqual(failed);
      expect(records.all().map(({ instance }) => instance)).toEqual(expect.arrayContaining(['a-1', 'b/../2']));
    });

    it('are gone once deleted', async () => {
      const stores = await open();
      await stores.records.save(recordOf('a-1'));
      await stores.records.delete('a-1');
      expect((await stores.reopen()).records.all()).toEqual([]);
    });
  });

  describe(`${name}: the outbox`, () => {
    it('gives back what was not removed, in the order in which it came', async () => {
      const stores = await open();
      await stores.outbox.load();
      const facts = Array.from({ length: 12 }, (_, index) => factOf(`i-${index}`));
      for (const fact of facts) {
        await stores.outbox.add(fact);
      }
      await stores.outbox.remove(facts[0] ?? factOf('none'));
      const next = await stores.reopen();
      expect(await next.outbox.load()).toEqual(facts.slice(1));
    });

    it('goes on after what an earlier process left', async () => {
      const stores = await open();
      await stores.outbox.load();
      const first = factOf('first');
      await stores.outbox.add(first);
      const next = await stores.reopen();
      await next.outbox.load();
      const second = factOf('second');
      await next.outbox.add(second);
      expect(await (await next.reopen()).outbox.load()).toEqual([first, second]);
    });
  });

  describe(`${name}: the log archive`, () => {
    it('keeps the last 2,000 lines of an instance', async () => {
      const { archive } = await open();
      expect(await archive.read('a-1')).toBeNull();
      const lines = Array.from({ length: 2001 }, (_, index) => ({ stream: 'stdout' as const, line: `${index}\n"x"` }));
      await archive.save('a-1', lines);
      expect(await archive.read('a-1')).toEqual(lines.slice(1));
      await archive.delete('a-1');
      expect(await archive.read('a-1')).toBeNull();
    });
  });
}
