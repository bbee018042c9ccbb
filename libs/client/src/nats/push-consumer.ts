import { createInbox, type Msg, type NatsConnection } from 'nats';

const heartbeatMs = 2000;
const nanosPerMs = 1_000_000;

/** Which messages of a stream are wanted. */
export interface PushedMessages {
  readonly stream: string;
  /** Sequence of the first one. */
  readonly from: number;
  readonly inboxPrefix: string;
}

/**
 * The messages of a stream through a consumer that the server makes for this call and forgets afterwards: no name, no
 * acknowledgements. It needs leave to publish to `$JS.API.CONSUMER.CREATE.<stream>` and `$JS.FC.<stream>.>`, and to
 * subscribe to the inboxes, nothing else. Ends when connection, stream or consumer are gone.
 *
 * @throws where the server refuses the consumer
 */
export async function* pushedMessages(
  nc: NatsConnection,
  wanted: PushedMessages,
  signal: AbortSignal,
): AsyncGenerator<Msg> {
  const inbox = createInbox(wanted.inboxPrefix);
  const subscription = nc.subscribe(inbox);
  const stop = () => void (subscription.isClosed() || subscription.unsubscribe());
  const watch = setInterval(stopWhenSilent(subscription, stop), heartbeatMs * 2);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await createConsumer(nc, wanted, inbox);
    for await (const message of subscription) {
      if (!answerControl(nc, message)) {
        yield message;
      }
    }
  } finally {
    clearInterval(watch);
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Counts what has arrived, not what was taken: a slow reader is no silent server. */
function stopWhenSilent(subscription: { getReceived(): number }, stop: () => void): () => void {
  let before = -1;
  return () => {
    const received = subscription.getReceived();
    if (received === before) {
      stop();
    }
    before = received;
  };
}

/** On the subject for consumers without a name, so that no durable consumer of somebody else is within reach. */
async function createConsumer(nc: NatsConnection, { stream, from }: PushedMessages, inbox: string): Promise<void> {
  const config = {
    deliver_subject: inbox,
    deliver_policy: 'by_start_sequence',
    opt_start_seq: from,
    ack_policy: 'none',
    max_deliver: 1,
    replay_policy: 'instant',
    flow_control: true,
    idle_heartbeat: heartbeatMs * nanosPerMs,
    mem_storage: true,
    num_replicas: 1,
  };
  const request = JSON.stringify({ stream_name: stream, config });
  const answer = await nc.request(`$JS.API.CONSUMER.CREATE.${stream}`, request, { timeout: 5000 });
  const { error } = answer.json<{ readonly error?: { readonly description?: string } }>();
  if (error) {
    throw new Error(`stream ${stream}: ${error.description ?? 'the server refuses a consumer'}`);
  }
}

/** Heartbeats and flow control carry a status of 1xx. Answering in turn lets the server send as fast as we handle. */
function answerControl(nc: NatsConnection, message: Msg): boolean {
  const status = message.headers?.code ?? 0;
  if (status < 100 || status > 199) {
    return false;
  }
  const subject = message.reply || message.headers?.get('Nats-Consumer-Stalled');
  if (subject && !nc.isClosed()) {
    nc.publish(subject);
  }
  return true;
}
