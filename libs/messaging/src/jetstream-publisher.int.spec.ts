import { cpSync, rmSync } from 'node:fs';
import { testNats, type TestNats } from '@enginehouse/testing';
import { AckPolicy, DeliverPolicy } from 'nats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectBus } from './connect.js';
import { createJetStreamPublisher, type JetStreamPublisher } from './jetstream-publisher.js';
import type { NatsBus } from './nats-bus.js';

const stream = 'CATALOG';

const message = (position: number, messageId = `id-${position}`) => ({
  position,
  subject: 'catalog.backend.vllm.VersionAdded',
  messageId,
  headers: { 'ce-position': String(position), 'ce-reason': 'gr%C3%B6%C3%9Fer' },
  body: `{"n":${position}}`,
});

describe('the JetStream publisher', () => {
  let server: TestNats;
  let bus: NatsBus;
  let publisher: JetStreamPublisher;
  beforeEach(async () => {
    server = await testNats();
    bus = await connectBus({ url: server.url, service: 'catalog' });
    publisher = createJetStreamPublisher({ bus, stream, subjects: ['catalog.backend.>'], timeoutMs: 1000 });
    await publisher.ensureStream();
  });
  afterEach(async () => {
    await bus.close();
    await server.close();
  });

  const publishUpTo = async (last: number) => {
    const { sequence } = await publisher.end();
    for (let position = sequence + 1; position <= last; position += 1) {
      await publisher.publish(message(position));
    }
  };
  const addConsumer = async (name: string) =>
    (await bus.manager()).consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
    });
  const consume = async (name: string, count: number) => {
    const consumer = await bus.jetStream().consumers.get(stream, name);
    const positions: number[] = [];
    for await (const next of await consumer.fetch({ max_messages: count, expires: 1500 })) {
      positions.push(next.seq);
      await next.ackAck();
    }
    return positions;
  };
  const restart = async (between: () => void = () => {}) => {
    await server.kill();
    between();
    await server.start();
    await expect.poll(() => publisher.ensureStream().then(() => 'there', String), { timeout: 10_000 }).toBe('there');
  };

  it('knows the end of an empty stream', async () => {
    expect(await publisher.end()).toEqual({ sequence: 0, complete: true });
  });

  it('stores positions as sequences, and gives messages back', async () => {
    await publishUpTo(3);
    expect(await publisher.end()).toEqual({ sequence: 3, complete: true });
    const [second, third, fourth] = await publisher.read(2, 4);
    expect([second?.messageId, third?.messageId, fourth]).toEqual(['id-2', 'id-3', undefined]);
    expect(third?.header('ce-reason')).toBe('gr%C3%B6%C3%9Fer');
    expect(third?.header('ce-other')).toBeUndefined();
    const stored = await (await bus.manager()).streams.getMessage(stream, { seq: 2 });
    expect([stored.subject, stored.string()]).toEqual(['catalog.backend.vllm.VersionAdded', '{"n":2}']);
  });

  it("reads a stranger's message, which has no id", async () => {
    await bus.jetStream().publish('catalog.backend.x.Y', 'strange');
    expect((await publisher.read(1, 1))[0]).toMatchObject({ messageId: '' });
  });

  it('takes a message again that is there already', async () => {
    await publishUpTo(2);
    await publisher.publish(message(2));
    expect((await publisher.end()).sequence).toBe(2);
  });

  it.each([
    ['leaves a hole', message(4), 'wrong last sequence: 2'],
    ['repeats a position with another id', message(2, 'other'), 'wrong last sequence: 2'],
    ['repeats an id at another position', message(3, 'id-1'), 'Position 3 is sequence 1'],
  ])('refuses a message that %s', async (_, wrong, reason) => {
    await publishUpTo(2);
    await expect(publisher.publish(wrong)).rejects.toThrow(reason);
    expect((await publisher.end()).sequence).toBe(2);
  });

  it('refuses to repeat a position after the server forgot the id', async () => {
    await publishUpTo(2);
    const manager = await bus.manager();
    // Shorter than the test: what the window of two minutes does later.
    await manager.streams.update(stream, { duplicate_window: 100_000_000 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(publisher.publish(message(2))).rejects.toThrow('wrong last sequence');
    expect((await publisher.end()).sequence).toBe(2);
  });

  it('fails in time while the server is down', async () => {
    await server.kill();
    await expect(publisher.publish(message(1))).rejects.toThrow(/connection to NATS was lost|NATS is not connected/);
    await server.start();
  });

  it('sees that messages are missing', async () => {
    await publishUpTo(3);
    await (await bus.manager()).streams.deleteMessage(stream, 2);
    expect(await publisher.end()).toMatchObject({ sequence: 3, complete: false });
  });

  it('makes the stream anew with its durable consumers at the beginning', async () => {
    await publishUpTo(3);
    await addConsumer('reader');
    expect(await consume('reader', 3)).toEqual([1, 2, 3]);
    await publisher.recreate();
    expect(await publisher.end()).toMatchObject({ sequence: 0, complete: true });
    await publishUpTo(2);
    expect(await consume('reader', 2)).toEqual([1, 2]);
  });

  it('sends copies of what it publishes to everybody who listens', async () => {
    const subjects: string[] = [];
    bus.subscribe('live.CATALOG.>', (_, subject) => subjects.push(subject));
    await bus.caughtUp(1000);
    await publishUpTo(2);
    await expect.poll(() => subjects).toHaveLength(2);
    expect(subjects[0]).toBe('live.CATALOG.catalog.backend.vllm.VersionAdded');
  });

  it('makes a stream of an earlier release anew, which sent no copies', async () => {
    const manager = await bus.manager();
    await manager.streams.delete(stream);
    await manager.streams.add({ name: stream, subjects: ['catalog.backend.>'] });
    await publishUpTo(2);
    await addConsumer('reader');
    await publisher.ensureStream();
    expect(await publisher.end()).toEqual({ sequence: 0, complete: true });
    expect((await manager.streams.info(stream)).config.republish?.dest).toBe('live.CATALOG.>');
    await publishUpTo(1);
    expect(await consume('reader', 1)).toEqual([1]);
  });

  it('makes a stream that is lost', async () => {
    await publishUpTo(3);
    await restart(() => server.wipe());
    expect(await publisher.end()).toEqual({ sequence: 0, complete: true });
  });

  it('sets back a consumer that is ahead of a stream that lost its end', async () => {
    await publishUpTo(2);
    await addConsumer('reader');
    await server.stop();
    const saved = `${server.storeDir}.saved`;
    const messages = `$G/streams/${stream}/msgs`;
    cpSync(`${server.storeDir}/jetstream/${messages}`, saved, { recursive: true });
    await server.start();
    await expect.poll(() => publishUpTo(4).then(() => 'done', String), { timeout: 10_000 }).toBe('done');
    expect(await consume('reader', 4)).toEqual([1, 2, 3, 4]);
    await server.stop();
    await restart(() => {
      rmSync(`${server.storeDir}/jetstream/${messages}`, { recursive: true });
      cpSync(saved, `${server.storeDir}/jetstream/${messages}`, { recursive: true });
    });
    expect((await publisher.end()).sequence).toBe(2);
    await publishUpTo(4);
    expect((await consume('reader', 4)).slice(-2)).toEqual([3, 4]);
  });

  it('changes the subjects of a stream that is there, and refuses settings the server does not keep', async () => {
    const wider = createJetStreamPublisher({ bus, stream, subjects: ['catalog.>'] });
    await wider.ensureStream();
    expect((await (await bus.manager()).streams.info(stream)).config.subjects).toEqual(['catalog.>']);
    const overlapping = createJetStreamPublisher({ bus, stream: 'OTHER', subjects: ['catalog.>'] });
    await expect(overlapping.ensureStream()).rejects.toThrow('subjects overlap');
  });
});
