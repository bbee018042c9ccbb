import { eventSubject, recordedEventFromHeaders } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import { InMemoryEventStore } from '../memory/in-memory-event-store.js';
import { InMemoryPublisher } from './in-memory-publisher.js';
import { startRelay, type Relay } from './relay.js';

describe('the relay', () => {
  let store: InMemoryEventStore;
  let publisher: InMemoryPublisher;
  let relays: Relay[];
  beforeEach(() => {
    store = new InMemoryEventStore();
    publisher = new InMemoryPublisher();
    relays = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await store.close();
  });

  const start = (): Relay => {
    const relay = startRelay({
      store,
      publisher,
      subjectOf: ({ streamId, type }) => eventSubject('catalog', streamId, type),
      source: '/catalog',
      leaderKey: 1n,
    });
    relays.push(relay);
    return relay;
  };
  const append = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await store.append('backend:vllm', [anEvent({ n })]);
    }
  };
  const publishedUpTo = (position: number) =>
    vi.waitFor(() => expect(publisher.messages).toHaveLength(position), { timeout: 5000 });
  const places = () => publisher.messages.map(({ position, messageId }) => [position, messageId]);
  const logged = async () =>
    (await store.readAll({ after: 0, limit: 100_000 })).map(({ position, id }) => [position, id]);

  it('publishes what is in the log and what comes, as CloudEvents with the position', async () => {
    await append(2);
    start();
    await publishedUpTo(2);
    await append(1);
    await publishedUpTo(3);
    expect(places()).toEqual(await logged());
    const [, second] = publisher.messages;
    expect(second?.subject).toBe('catalog.backend.vllm.SomethingHappened');
    const [event] = await store.readAll({ after: 1, limit: 1 });
    const body = JSON.parse(second?.body ?? '') as unknown;
    expect(recordedEventFromHeaders((name) => second?.headers[name], body)).toEqual(event);
    expect(second?.headers).toMatchObject({ 'ce-epoch': '1', 'ce-logid': (await store.head()).logId });
  });

  it('goes on where the stream ends', async () => {
    await append(3);
    await start().stop();
    await append(2);
    const relay = start();
    await publishedUpTo(5);
    expect(places()).toEqual(await logged());
    expect((await relay.status()).rebuilds).toBe(0);
  });

  it('publishes once whatever acknowledgements get lost', async () => {
    let count = 0;
    publisher.beforeAck = () => {
      count += 1;
      if (count % 7 === 0) {
        throw new Error('The acknowledgement was lost.');
      }
    };
    await append(40);
    start();
    await publishedUpTo(40);
    expect(places()).toEqual(await logged());
  });

  it('waits out a stream that is down, and says so', async () => {
    publisher.down = true;
    const relay = start();
    await append(5);
    await vi.waitFor(async () => expect((await relay.status()).lastError).toBeDefined());
    expect(await relay.status()).toMatchObject({ leading: true, lag: 5, lastError: 'The stream does not answer.' });
    publisher.down = false;
    await publishedUpTo(5);
    await vi.waitFor(async () => expect((await relay.status()).lag).toBe(0));
    expect(await relay.status()).toMatchObject({ position: 5, lag: 0, published: 5 });
    expect((await relay.status()).lastError).toBeUndefined();
  });

  it('fills a stream that was lost or rolled back while it ran', async () => {
    await append(10);
    const relay = start();
    await publishedUpTo(10);
    publisher.messages.length = 4;
    await append(1);
    await publishedUpTo(11);
    publisher.messages.length = 0;
    await append(1);
    await publishedUpTo(12);
    expect(places()).toEqual(await logged());
    expect((await relay.status()).rebuilds).toBe(0);
  });

  it('looks again after a reconnection, though nothing is to be published', async () => {
    await append(5);
    const relay = start();
    await publishedUpTo(5);
    await vi.waitFor(async () => expect((await relay.status()).lag).toBe(0));
    publisher.messages.length = 0;
    publisher.reconnect();
    await publishedUpTo(5);
    expect(places()).toEqual(await logged());
  });

  it('looks again from time to time', async () => {
    await append(5);
    const relay = start();
    await publishedUpTo(5);
    await vi.waitFor(async () => expect((await relay.status()).lag).toBe(0));
    publisher.messages.length = 2;
    await vi.waitFor(() => expect(publisher.messages).toHaveLength(5), { timeout: 9000 });
  }, 15_000);

  it.each([
    [
      'ends behind the log',
      (messages: InMemoryPublisher['messages']) => messages.push({ ...messages[0]!, position: 4 }),
    ],
    ['has a hole', (messages: InMemoryPublisher['messages']) => messages.splice(0, 1)],
    [
      "holds a stranger's message before its end",
      (messages) => messages.splice(1, 1, { ...messages[1]!, messageId: 'x' }),
    ],
    ['ends with another event', (messages) => messages.splice(2, 1, { ...messages[2]!, messageId: 'other' })],
    ['is of another log', (messages) => messages.splice(2, 1, { ...messages[2]!, headers: { 'ce-logid': 'x' } })],
  ])('makes a stream anew that %s', async (_, spoil) => {
    await append(3);
    const first = start();
    await publishedUpTo(3);
    await first.stop();
    spoil(publisher.messages);
    start();
    await vi.waitFor(() => expect(publisher.recreated).toBe(1));
    await publishedUpTo(3);
    expect(places()).toEqual(await logged());
  });

  it('makes a stream anew whose end was published before the log was restored to an earlier state', async () => {
    await append(3);
    const first = start();
    await publishedUpTo(3);
    await first.stop();
    await store.beginEpoch(2, 1);
    start();
    await vi.waitFor(() => expect(publisher.recreated).toBe(1));
    await publishedUpTo(3);
    expect(publisher.messages.map(({ headers }) => headers['ce-epoch'])).toEqual(['1', '1', '2']);
  });

  it('begins a new epoch when the log has lost its end, so that consumers can tell', async () => {
    const { logId } = await store.head();
    const ours = { 'ce-logid': logId, 'ce-epoch': '1' };
    await append(20);
    const events = await store.readAll({ after: 0, limit: 20 });
    const subject = 'catalog.backend.vllm.SomethingHappened';
    publisher.messages = Array.from({ length: 30 }, (_, n) => {
      const messageId = n < 13 ? events[n]!.id : `lost-${n}`;
      return { position: n + 1, subject, messageId, headers: ours, body: '' };
    });
    const relay = start();
    await publishedUpTo(20);
    expect(await store.epochs()).toMatchObject([{ epoch: 1 }, { epoch: 2, afterPosition: 13 }]);
    const epochs = publisher.messages.map(({ headers }) => Number(headers['ce-epoch']));
    expect(epochs).toEqual([...Array.from({ length: 13 }, () => 1), ...Array.from({ length: 7 }, () => 2)]);
    expect((await relay.status()).rebuilds).toBe(1);
  });

  it('is done by one process at a time, the next takes over', async () => {
    const first = start();
    const second = start();
    await append(3);
    await publishedUpTo(3);
    const leading = async () => (await Promise.all([first, second].map((r) => r.status()))).map((s) => s.leading);
    expect(await leading()).toEqual([true, false]);
    await first.stop();
    await append(3);
    await publishedUpTo(6);
    expect(await leading()).toEqual([false, true]);
    expect(places()).toEqual(await logged());
  });
});
