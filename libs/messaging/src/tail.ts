import { DeliverPolicy, type JetStreamClient, type JsMsg } from 'nats';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { Stoppable, TailOptions } from './bus.js';
import { recordedEventOf } from './recorded-event-headers.js';

const retryMs = 250;

/** Follows a stream whose sequences are log positions. A lost, rebuilt or unreachable stream only delays it. */
export function tailStream(js: JetStreamClient, options: TailOptions): Stoppable {
  let last = options.after;
  let stopped = false;
  let stopCurrent = () => {};
  const deliver = async (message: JsMsg) => {
    const event: RecordedEvent | undefined = recordedEventOf(message);
    if (!event || event.position <= last) {
      return;
    }
    await options.handler(event);
    last = event.position;
  };
  const once = async () => {
    const consumer = await js.consumers.get(options.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: last + 1,
      ...(options.filter ? { filterSubjects: options.filter } : {}),
    });
    const messages = await consumer.consume({ max_messages: 256 });
    stopCurrent = () => messages.stop();
    for await (const message of messages) {
      await deliver(message);
    }
  };
  const run = async () => {
    while (!stopped) {
      await once().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  };
  void run();
  return {
    stop: () => {
      stopped = true;
      stopCurrent();
    },
  };
}
