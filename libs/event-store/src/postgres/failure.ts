import pg from 'pg';
import type { BatchReply } from '../append/coalescer.js';

// SQLSTATE classes: data exception, integrity violation, program limit exceeded.
const dataFaults = ['22', '23', '54'];
// Invalid authorization, syntax or access rule (no function, no permission): no retry helps, and no unit is at fault.
const setupFaults = ['28', '3D', '42'];
const uniqueViolation = '23505';

/** Tells what a failed append means for its batch. Whatever is not known to be final may pass: it is tried again. */
export function failedReply(cause: unknown): BatchReply {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (!(error instanceof pg.DatabaseError) || !error.code) {
    return { kind: 'lost', error };
  }
  const sqlClass = error.code.slice(0, 2);
  if (dataFaults.includes(sqlClass)) {
    const isKnownId = error.code === uniqueViolation && error.constraint === 'event_event_id_key';
    return { kind: 'rejected', error, ...(isKnownId ? { outcome: { kind: 'reused-id' } } : {}) };
  }
  return setupFaults.includes(sqlClass) ? { kind: 'failed', error } : { kind: 'lost', error };
}
