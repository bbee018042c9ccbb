import { liveSubjects, logs, recordedEventFromHeaders } from '@enginehouse/contracts';
import type { LogName } from '@enginehouse/contracts/http';
import type { Msg } from 'nats';
import type { LiveLog, LiveMessage } from '../follow/ports.js';
import type { NatsAccess } from './nats-access.js';
import { inboxPrefixOf, NatsLink } from './nats-link.js';
import { streamMessages } from './stream-messages.js';

/** A log's stream on JetStream. Its sequences are the log's positions. */
export class JetStreamLog implements LiveLog {
  readonly #link: NatsLink;

  constructor(
    private readonly log: LogName,
    private readonly access: NatsAccess,
    onTrouble: (cause: unknown) => void,
  ) {
    this.#link = new NatsLink(access, onTrouble);
  }

  get available(): boolean {
    return this.#link.connection?.isClosed() === false;
  }

  async *messages(after: number, signal: AbortSignal): AsyncGenerator<LiveMessage> {
    const { connection } = this.#link;
    if (connection) {
      const { stream } = logs[this.log];
      const inboxPrefix = inboxPrefixOf(this.access);
      const wanted = { stream, from: after + 1, inboxPrefix, copies: `${liveSubjects(stream)}>` };
      for await (const message of streamMessages(connection, wanted, signal)) {
        yield liveMessageOf(message);
      }
    }
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}

function liveMessageOf(message: Msg): LiveMessage {
  const header = (name: string) => message.headers?.get(name) || undefined;
  const event = recordedEventFromHeaders(header, dataOf(message));
  return { event, logId: header('ce-logid'), epoch: Number(header('ce-epoch') ?? 1) };
}

function dataOf(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
