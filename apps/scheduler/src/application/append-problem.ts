import { problemOf, type Problem } from '@enginehouse/contracts';
import type { AppendOutcome } from '@enginehouse/event-store';

/** An append that wrote nothing, or of which that is not known. */
export type Failed = Exclude<AppendOutcome, { readonly kind: 'appended' | 'duplicate' }>;

/** What an append that did not succeed means to whoever asked. */
export function appendProblem(outcome: Failed): Problem {
  switch (outcome.kind) {
    case 'conflict':
      return problemOf('unavailable', 'Another process wrote to the log at the same time.', { retryAfterSeconds: 1 });
    case 'reused-id':
      return reusedKey();
    case 'overloaded':
      return problemOf('overloaded', 'Too many changes wait to be written.', {
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
    case 'unavailable':
      return notWritten(outcome.reason);
  }
}

/** The refusal of an idempotency key that was used for something else. */
export const reusedKey = (): Problem =>
  problemOf('idempotency-key-reused', 'The idempotency key was used for another request.', {
    hint: 'Make a new key for every new request; repeat one only with the very same request.',
  });

/** The database could not be read: nothing is decided on what may be old. */
export const cannotRead = (error: unknown): Problem =>
  problemOf('unavailable', `The log cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    hint: 'Look what became of it before you try again. A program repeats the request with the same idempotency key: it is done once.',
    retryAfterSeconds: 2,
  });

function notWritten(reason: Extract<Failed, { kind: 'unavailable' }>['reason']): Problem {
  const why = {
    'no-answer': 'The database does not answer; it is not known whether the change was written.',
    'not-leader': 'This scheduler does not lead at the moment.',
    closed: 'The scheduler is stopping.',
  }[reason];
  return problemOf('unavailable', why, {
    hint: 'Look what became of it before you try again. A program repeats the request with the same idempotency key: it is done once.',
    retryAfterSeconds: 2,
  });
}
