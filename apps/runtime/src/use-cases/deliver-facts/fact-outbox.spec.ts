import { ok, problemOf, type RuntimeFact } from '@enginehouse/contracts';
import { createLogger, uuidv7 } from '@enginehouse/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryOutboxStore } from '../../adapters/in-memory/in-memory-stores.js';
import { FakeClock, settle } from '../../testing/fake-clock.js';
import { FactOutbox } from './fact-outbox.js';

const factOf = (instance: string): RuntimeFact => ({
  id: uuidv7(),
  worker: 'w1',
  instance,
  generation: 1,
  at: '2026-01-01T00:00:00Z',
  type: 'ContainerRemoved',
  data: { containerId: null },
});

let clock: FakeClock;
let store: InMemoryOutboxStore;
let sent: string[];
let tries: number;
let connected: boolean;
let outbox: FactOutbox;

const makeOutbox = () =>
  new FactOutbox({
    store,
    clock,
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    publish: async (fact) => {
      tries += 1;
      if (!connected) {
        return { ok: false, error: problemOf('unavailable', 'no connection') };
      }
      sent.push(fact.instance);
      return ok(null);
    },
  });

beforeEach(() => {
  clock = new FakeClock();
  store = new InMemoryOutboxStore();
  sent = [];
  tries = 0;
  connected = true;
  outbox = makeOutbox();
});
afterEach(() => outbox.stop());

describe('the outbox', () => {
  it('delivers at once, in order', async () => {
    void outbox.run();
    for (const name of ['a', 'b', 'c']) {
      await outbox.add(factOf(name));
    }
    await settle();
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(await store.load()).toEqual([]);
  });

  it('keeps everything through an outage and delivers it once, in order', async () => {
    void outbox.run();
    connected = false;
    await outbox.add(factOf('a'));
    await outbox.add(factOf('b'));
    await clock.advance(60_000);
    expect(outbox.size()).toBe(2);
    expect(tries).toBeLessThan(20);
    connected = true;
    outbox.wake();
    await settle();
    expect(sent).toEqual(['a', 'b']);
    expect(outbox.size()).toBe(0);
  });

  it('hands on to the next process what it could not deliver', async () => {
    connected = false;
    void outbox.run();
    await outbox.add(factOf('a'));
    await settle();
    outbox.stop();
    connected = true;
    outbox = makeOutbox();
    await outbox.load();
    await outbox.add(factOf('b'));
    void outbox.run();
    await settle();
    expect(sent).toEqual(['a', 'b']);
  });

  it('delivers although the disk is full', async () => {
    store.add = async () => {
      throw new Error('ENOSPC');
    };
    void outbox.run();
    await outbox.add(factOf('a'));
    await settle();
    expect(sent).toEqual(['a']);
  });
});
