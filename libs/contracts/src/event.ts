import { z } from 'zod';

/** Who did something, on whose behalf and why: travels with every command and is stored with every event. */
export const eventMeta = z.object({
  /** `user:<token name>`, `worker:<name>` or `service:<name>`. */
  actor: z.string(),
  correlationId: z.string(),
  /** The command or event that led to this one. */
  causationId: z.string().optional(),
  /** What the person wrote (`X-Change-Reason`, `--reason`). */
  reason: z.string().max(1000).optional(),
  traceparent: z.string().optional(),
});
export type EventMeta = z.infer<typeof eventMeta>;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** An event on its way into the log. `id` is its idempotency key for ever. */
export interface NewEvent<T extends string = string, D = unknown> {
  readonly id: string;
  readonly type: T;
  readonly schemaVersion: number;
  readonly data: D;
  readonly meta: EventMeta;
}

/** An event as the log holds it. `position` is dense over the whole log, `version` dense within its stream; both start at 1. */
export interface RecordedEvent<T extends string = string, D = unknown> extends NewEvent<T, D> {
  readonly position: number;
  readonly streamId: string;
  readonly version: number;
  /** ISO 8601, the database's clock. */
  readonly recordedAt: string;
}

/** The wire and HTTP form of a recorded event. */
export const recordedEvent = z.object({
  id: z.string(),
  type: z.string(),
  schemaVersion: z.number().int(),
  data: z.unknown(),
  meta: eventMeta,
  position: z.number().int(),
  streamId: z.string(),
  version: z.number().int(),
  recordedAt: z.string(),
});
