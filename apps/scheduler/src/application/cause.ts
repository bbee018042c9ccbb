import type { EventMeta, RequestHeader } from '@enginehouse/contracts';
import { eventIdOf, uuidv7 } from '@enginehouse/service-kit';
import { schedulerActor } from '../domain/scheduler-state.js';

/** Why events are written: what they carry as meta, and the ids that make a repetition harmless. */
export interface Cause {
  readonly meta: EventMeta;
  readonly eventId: (ordinal: number) => string;
}

/** A request: its idempotency key decides the ids. */
export const causedBy = (header: RequestHeader): Cause => {
  const { idempotencyKey, ...meta } = header;
  return { meta, eventId: (ordinal) => eventIdOf(idempotencyKey, ordinal) };
};

/** A worker's fact: its own id is the event's. */
export const causedByFact = (
  worker: string,
  factId: string,
  placement: { readonly id: string; readonly correlationId: string } | undefined,
): Cause => ({
  meta: {
    actor: `worker:${worker}`,
    correlationId: placement?.correlationId ?? factId,
    ...(placement ? { causationId: placement.id } : {}),
  },
  eventId: (ordinal) => (ordinal === 0 ? factId : eventIdOf(factId, ordinal)),
});

/** The scheduler's own doing; `after` is what it follows from. */
export const ownCause = (after?: { readonly id: string; readonly meta: EventMeta }): Cause => ({
  meta: {
    actor: schedulerActor,
    correlationId: after?.meta.correlationId ?? uuidv7(),
    ...(after ? { causationId: after.id } : {}),
  },
  eventId: () => uuidv7(),
});
