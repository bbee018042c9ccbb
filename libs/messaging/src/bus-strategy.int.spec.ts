import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { defineRequest, ok } from '@enginehouse/contracts';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BusStrategy } from './bus-strategy.js';
import { connectBus } from './connect.js';
import type { BusContext, DeliveryContext } from './contexts.js';
import { Consumes, Handles } from './decorators.js';
import { PermanentError, type ParkedMessage } from './durable-consumer.js';
import type { NatsBus } from './nats-bus.js';

const greet = defineRequest('test.query.Greet', z.object({ name: z.string() }), z.object({ text: z.string() }));
const unserved = defineRequest('test.query.Nobody', z.object({}), z.object({}));
const header = { actor: 'user:jo', correlationId: 'c', idempotencyKey: 'k' };

const seen: { subject: string; payload: unknown; attempt: number }[] = [];

@Controller()
class TestController {
  @Handles(greet)
  greet(@Payload() input: { name: string }, @Ctx() context: BusContext) {
    return Promise.resolve(ok({ text: `hello ${input.name} from ${context.header.actor}` }));
  }

  @Consumes({ stream: 'RUNTIME', durable: 'test', filter: 'runtime.>' })
  consume(@Payload() payload: { fail?: 'once' | 'always' }, @Ctx() context: DeliveryContext) {
    const { subject, attempt } = context.delivery;
    seen.push({ subject, payload, attempt });
    if (payload.fail === 'always') return Promise.reject(new PermanentError('never'));
    return payload.fail === 'once' && attempt === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve();
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

describe('the Nest transport on the bus', () => {
  let nats: TestNats;
  let bus: NatsBus;
  const parked: ParkedMessage[] = [];
  const start = async (mustServe: ConstructorParameters<typeof BusStrategy>[0]['mustServe']) => {
    const strategy = new BusStrategy({ bus, mustServe, park: (message) => Promise.resolve(void parked.push(message)) });
    const app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false });
    await app.listen();
    return app;
  };
  beforeEach(async () => {
    seen.length = 0;
    parked.length = 0;
    nats = await testNats();
    bus = await connectBus({ url: nats.url, service: 'test' });
    await bus.ensureStream({ name: 'RUNTIME', subjects: ['runtime.>'] });
  });
  afterEach(async () => {
    await bus.close();
    await nats.close();
  });

  it('calls the method of a contract with the parsed input and the header', async () => {
    const app = await start([greet]);
    expect(await bus.request(greet, { name: 'Ada' }, header)).toEqual(ok({ text: 'hello Ada from user:jo' }));
    await app.close();
  });

  it('refuses to start while a contract has no handler, naming it', async () => {
    await expect(start([greet, unserved])).rejects.toThrow('no handler for test.query.Nobody');
  });

  it('delivers a stored message again after a failure, and parks one that can never succeed', async () => {
    const app = await start([greet]);
    await bus.publishDurable('runtime.a', { fail: 'once' }, { messageId: '1' });
    await bus.publishDurable('runtime.b', { fail: 'always' }, { messageId: '2' });
    await bus.publishDurable('runtime.c', {}, { messageId: '3' });
    await waitUntil(
      () => seen.some((each) => each.attempt === 2) && seen.some((each) => each.subject === 'runtime.c'),
      {
        what: 'the redelivery',
      },
    );
    expect(seen.filter((each) => each.subject === 'runtime.a').map((each) => each.attempt)).toEqual([1, 2]);
    expect(parked.map((each) => [each.subject, each.error])).toEqual([['runtime.b', 'never']]);
    await app.close();
  });

  it('makes its consumer again after the server has lost everything', async () => {
    const app = await start([greet]);
    await nats.stop();
    nats.wipe();
    await nats.start();
    await waitUntil(() => bus.state().connected, { what: 'the reconnect' });
    await bus.ensureStream({ name: 'RUNTIME', subjects: ['runtime.>'] });
    await bus.publishDurable('runtime.d', {}, { messageId: '4' });
    await waitUntil(() => seen.some((each) => each.subject === 'runtime.d'), { what: 'the message', timeout: 15_000 });
    expect(seen).toHaveLength(1);
    await app.close();
  });
});
