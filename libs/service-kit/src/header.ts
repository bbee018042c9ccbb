import type { RequestHeader } from '@enginehouse/contracts';
import { uuidv7 } from './ids.js';

/** A header for a new request. From a parent it keeps correlation, reason and trace; the parent becomes the cause. */
export function newHeader(actor: string, parent: Partial<RequestHeader> = {}): RequestHeader {
  return {
    actor,
    correlationId: parent.correlationId ?? uuidv7(),
    idempotencyKey: parent.idempotencyKey ?? uuidv7(),
    ...(parent.causationId ? { causationId: parent.causationId } : {}),
    ...(parent.reason ? { reason: parent.reason } : {}),
    ...(parent.traceparent ? { traceparent: parent.traceparent } : {}),
  };
}
