import type { Msg, NatsConnection } from 'nats';
import { LiveCopies } from './live-copies.js';
import { pushedMessages, type PushedMessages } from './push-consumer.js';

/** Which messages of a stream are wanted, and where the server sends copies of new ones to. */
export interface StreamMessages extends PushedMessages {
  readonly copies: string;
}

/**
 * The messages of a stream: what is stored through a consumer, and copies of new ones as soon as they go on from there.
 * Many followers then cost the server one message to many, not a consumer's work for each. Where no copies come (an
 * older server, or no leave to subscribe to them) the consumer goes on. Ends when the connection is gone, or the stream
 * while it is read.
 *
 * @throws where the server refuses the consumer
 */
export async function* streamMessages(
  nc: NatsConnection,
  wanted: StreamMessages,
  signal: AbortSignal,
): AsyncGenerator<Msg> {
  const copies = new LiveCopies(nc, wanted.copies);
  let next: number | undefined = wanted.from;
  try {
    while (next !== undefined && !signal.aborted) {
      next = yield* storedUpToCopies(pushedMessages(nc, { ...wanted, from: next }, signal), copies);
      next = next === undefined ? undefined : yield* copies.from(next, signal);
    }
  } finally {
    copies.close();
  }
}

/** Returns the sequence from which copies go on; undefined where the stored messages ended before. */
async function* storedUpToCopies(
  stored: AsyncGenerator<Msg>,
  copies: LiveCopies,
): AsyncGenerator<Msg, number | undefined> {
  for await (const message of stored) {
    yield message;
    const next = sequenceOf(message) + 1;
    if (copies.reach(next)) return next;
  }
  return undefined;
}

const [shortAck, sequenceAt, longSequenceAt] = [9, 5, 7];

/** From the subject for acknowledgements: `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>...`, longer with a domain. */
function sequenceOf({ reply = '' }: Msg): number {
  const tokens = reply.split('.');
  return Number(tokens[tokens.length === shortAck ? sequenceAt : longSequenceAt]);
}
