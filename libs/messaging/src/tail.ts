import { DeliverPolicy, type JetStreamClient, type JsMsg } from 'nats';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { Stoppable, TailOptions } from './bus.js';
import { repeat, type OnStop } from './repeat.js';
import { recordedEventOf } from './recorded-event-headers.js';

const retryMs = 250;
/** How soon a consumer that the server has forgotten is noticed (twice this). */
const heartbeatMs = 1000;

/** Calls back when the connection has come back: the consumer of before may be gone with its server. */
export type Reconnects = (back: () => void) => Stoppable;

/** Follows a stream whose sequences are log positions. A lost, rebuilt or unreachable stream only delays it. */
export function tailStream(js: JetStreamClient, options: TailOptions, reconnects: Reconnects): Stoppable {
  let last = options.after;
  const deliver = async (message: JsMsg) => {
    const event: RecordedEvent | undefined = recordedEventOf(message);
    if (event && event.position > last) {
      await options.handler(event);
      last = event.position;
    }
  };
  const round = async (onStop: OnStop) => {
    const consumer = await js.consumers.get(options.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: last + 1,
      ...(options.filter ? { filterSubjects: options.filter } : {}),
    });
    const messages = await consumer.consume({
      max_messages: 256,
      expires: heartbeatMs * 2,
      idle_heartbeat: heartbeatMs,
    });
    onStop(() => messages.stop());
    const watch = reconnects(() => messages.stop());
    for await (const message of messages) {
      await deliver(message);
    }
    watch.stop();
  };
  return repeat(round, { pauseMs: retryMs, ...(options.onError ? { onError: options.onError } : {}) });
}
