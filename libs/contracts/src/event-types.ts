import type { z } from 'zod';
import { streamKinds, type EventType } from './all-events.js';
import { eventDescriptions } from './event-descriptions.js';
import { logs, type LogName } from './logs.js';
import { schemaVersionOf } from './upcasting/upcast.js';

/** What somebody who follows a log needs to know of an event type. */
export interface EventTypeInfo {
  /** `ce-type`. */
  readonly type: EventType;
  /** What it happens to: the part of `ce-subject` before the colon. */
  readonly kind: keyof typeof streamKinds;
  readonly log: LogName;
  /** On JetStream. */
  readonly stream: string;
  readonly source: string;
  /** On NATS, with the name's place in braces; the name in it is escaped. */
  readonly subject: string;
  readonly description: string;
  /** `ce-schemaversion` of events that are written today. */
  readonly schemaVersion: number;
  readonly data: z.ZodType;
}

/** Every event type that is published, in the order of the logs. */
export const eventTypes: readonly EventTypeInfo[] = Object.entries(streamKinds).flatMap(
  ([kind, { log, subject, events }]) =>
    Object.entries<z.ZodType>(events).map(([type, data]) => ({
      type: type as EventType,
      kind: kind as keyof typeof streamKinds,
      log,
      stream: logs[log].stream,
      source: logs[log].source,
      subject: `${subject}.${type}`,
      description: eventDescriptions[type as EventType],
      schemaVersion: schemaVersionOf(type),
      data,
    })),
);
