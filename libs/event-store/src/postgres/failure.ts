import { DatabaseError } from 'pg';
import type { BatchReply } from '../append/coalescer.js';

// SQLSTATE classes: data exception, integrity violation, program limit exceeded.
const dataFaults = ['22', '23', '54'];
// Invalid authorization, syntax or access rule (no function, no permission): no retry helps, and no unit is at fault.
const setupFaults = ['28', '3D', '42'];
const uniqueViolation = '23505';

/** Tells what a failed append means for its batch. Whatever is not known to be final may pass: it is tried again. */
export function failedReply(cause: unknown): BatchReply {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (!(error instanceof DatabaseError) || !error.code) {
    return { kind: 'lost', error };
  }
  const sqlClass = error.code.slice(0, 2);
  if (dataFaults.includes(sqlClass)) {
    const isKnownId = error.code === uniqueViolation && error.constraint === 'event_event_id_key';
    return { kind: 'rejected', error, ...(isKnownId ? { outcome: { kind: 'reused-id' } } : {}) };
  }
  return setupFaults.includes(sqlClass) ? { kind: 'failed', error } : { kind: 'lost', error };
}

// Connection exception, transaction rollback (deadlock, serialization), no resources, operator intervention.
const passingFaults = ['08', '40', '53', '57'];
const brokenConnection = /^(Connection terminated|Client has encountered a connection error|Query read timeout)/;
const brokenSocket = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

/** Whether an error of a transaction is the database's momentary state, so that the same may be tried again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseError) {
    return passingFaults.includes(error.code?.slice(0, 2) ?? '');
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return brokenSocket.has(code) || (error instanceof Error && brokenConnection.test(error.message));
}
