import { connect } from 'nats';
import type { EventStore } from '../event-store.js';

/** Every message of a log's stream as [sequence, event id]. */
export async function streamOf(url: string, stream = 'CATALOG'): Promise<readonly (readonly [number, string])[]> {
  const connection = await connect({ servers: url });
  try {
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info(stream);
    const all: [number, string][] = [];
    const consumer = await connection.jetstream().consumers.get(stream);
    while (all.length < state.messages) {
      for await (const message of await consumer.fetch({ max_messages: state.messages - all.length, expires: 2000 })) {
        all.push([message.seq, message.headers?.get('ce-id') ?? '']);
      }
    }
    return all;
  } finally {
    await connection.close();
  }
}

/** Every event of a log as [position, event id]. */
export async function logOf(store: EventStore): Promise<readonly (readonly [number, string])[]> {
  const all: [number, string][] = [];
  for (;;) {
    const page = await store.readAll({ after: all.length, limit: 1000 });
    all.push(...page.map(({ position, id }): [number, string] => [position, id]));
    if (page.length < 1000) {
      return all;
    }
  }
}
