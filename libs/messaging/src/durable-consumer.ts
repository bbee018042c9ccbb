import { AckPolicy, DeliverPolicy, type JetStreamClient, type JetStreamManager, type JsMsg } from 'nats';
import type { Stoppable } from './bus.js';
import { repeat, type OnStop } from './repeat.js';
import { decode } from './wire.js';

/** A delivery's envelope. */
export interface Delivery {
  readonly subject: string;
  readonly sequence: number;
  /** 1 for the first. */
  readonly attempt: number;
  readonly payload: unknown;
  header(name: string): string | undefined;
}

/** Thrown by a handler for a message that no repetition will mend: it is parked at once. */
export class PermanentError extends Error {}

/** A message that was given up, with the reason. */
export interface ParkedMessage extends Delivery {
  readonly error: string;
}

export interface DurableOptions {
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
  readonly handler: (delivery: Delivery) => Promise<void>;
  /** Called before a message is given up; it must not throw. */
  readonly park: (message: ParkedMessage) => Promise<void>;
  readonly onProblem: (error: unknown) => void;
}

const maxAttempts = 10;
const ackWaitNanos = 30 * 1_000_000_000;
const backoffMs = [100, 500, 1000, 5000, 15_000];
const retryMs = 500;

/**
 * Consumes a stream one message at a time, in order, from where this durable left off. Deliveries are counted here and
 * not by the server: so the parking is written before the message is given up. The consumer is made again when it or its
 * stream was lost.
 */
export function consumeDurably(js: JetStreamClient, manager: JetStreamManager, options: DurableOptions): Stoppable {
  const round = async (onStop: OnStop) => {
    await ensureConsumer(manager, options);
    const consumer = await js.consumers.get(options.stream, options.durable);
    const messages = await consumer.consume({ max_messages: 64, expires: 5000, abort_on_missing_resource: true });
    onStop(() => messages.stop());
    for await (const message of messages) {
      await handle(message, options);
    }
  };
  return repeat(round, { pauseMs: retryMs, onError: options.onProblem });
}

async function ensureConsumer(manager: JetStreamManager, options: DurableOptions): Promise<void> {
  await manager.consumers.add(options.stream, {
    durable_name: options.durable,
    filter_subject: options.filter,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ackWaitNanos,
    max_deliver: -1,
    max_ack_pending: 64,
  });
}

async function handle(message: JsMsg, options: DurableOptions): Promise<void> {
  const delivery: Delivery = {
    subject: message.subject,
    sequence: message.seq,
    attempt: message.info.deliveryCount,
    payload: decode(message.data),
    header: (name) => message.headers?.get(name) || undefined,
  };
  try {
    await options.handler(delivery);
    message.ack();
  } catch (error) {
    await refuse(message, delivery, error, options);
  }
}

async function refuse(message: JsMsg, delivery: Delivery, error: unknown, options: DurableOptions): Promise<void> {
  options.onProblem(error);
  if (delivery.attempt < maxAttempts && !(error instanceof PermanentError)) {
    message.nak(backoffMs[Math.min(delivery.attempt, backoffMs.length) - 1]);
    return;
  }
  await options.park({ ...delivery, error: error instanceof Error ? error.message : String(error) });
  // Without a reason: servers before 2.10.4 ignore '+TERM <reason>' and deliver again.
  message.term();
}
