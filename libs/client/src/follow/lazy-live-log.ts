import type { LogName } from '@enginehouse/contracts/http';
import type { NatsAccess } from '../nats/nats-access.js';
import type { Trouble } from './follow.js';
import type { LiveLog, LiveMessage } from './ports.js';

/** The stream on NATS. Its client is loaded only where it is used: browsers and pollers do without. */
export function lazyLiveLog(log: LogName, access: NatsAccess, onTrouble: (trouble: Trouble) => void): LiveLog {
  let opened: LiveLog | undefined;
  const opening = import('../nats/jetstream-log.js').then(({ JetStreamLog }) => {
    opened = new JetStreamLog(log, access, (cause) => onTrouble({ source: 'nats', detail: textOf(cause), cause }));
    return opened;
  });
  opening.catch((cause: unknown) => onTrouble({ source: 'nats', detail: textOf(cause), cause }));
  return {
    get available() {
      return opened?.available ?? false;
    },
    messages: (after, signal) => opened?.messages(after, signal) ?? nothing(),
    close: async () => (await opening.catch(() => undefined))?.close(),
  };
}

// oxlint-disable-next-line require-yield -- an empty stream
async function* nothing(): AsyncGenerator<LiveMessage> {}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
