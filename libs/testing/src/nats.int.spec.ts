import { connect, type NatsConnection } from 'nats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testNats, type TestNats } from './nats.js';

const store = async (connection: NatsConnection): Promise<void> => {
  await (await connection.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept'] });
  await connection.jetstream().publish('kept', 'message');
};

describe('testNats', () => {
  let server: TestNats;
  beforeEach(async () => {
    server = await testNats();
  });
  afterEach(() => server.close());

  const storedMessages = async (): Promise<number | string> => {
    const connection = await connect({ servers: server.url });
    try {
      return (await (await connection.jetstreamManager()).streams.info('KEPT')).state.messages;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await connection.close();
    }
  };

  it('keeps its streams over kill and start, and loses them when wiped', async () => {
    const connection = await connect({ servers: server.url, reconnect: false });
    await store(connection);
    await server.kill();
    await connection.closed();
    await server.start();
    expect(await storedMessages()).toBe(1);

    await server.stop();
    server.wipe();
    await server.start();
    expect(await storedMessages()).toContain('stream not found');
  });

  it('runs beside another one with the same stream', async () => {
    const other = await testNats();
    for (const url of [server.url, other.url]) {
      const connection = await connect({ servers: url });
      await store(connection);
      await connection.close();
    }
    expect(await storedMessages()).toBe(1);
    await other.close();
  });
});
