import { recordedEventFromHeaders, type RecordedEvent } from '@enginehouse/contracts';
import type { JsMsg } from 'nats';
import { decode } from './wire.js';

/** The recorded event a log's relay published, or undefined for a message that is none. */
export function recordedEventOf(message: JsMsg): RecordedEvent | undefined {
  const header = (name: string) => message.headers?.get(name) || undefined;
  return recordedEventFromHeaders(header, decode(message.data));
}
