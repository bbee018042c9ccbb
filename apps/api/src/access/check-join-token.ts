import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { Claim, StoredJoinToken } from './join-token-store.js';

/** Whether a join token lets this worker in. One for a single use lets the same worker in again, for it may have lost its answer. */
export function checkJoinToken(token: StoredJoinToken | undefined, claim: Claim): Result<void, Problem> {
  if (!token) {
    return refuse('the join token is not known or was revoked');
  }
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= claim.now.getTime()) {
    return refuse('the join token has ended');
  }
  if (token.singleUse && token.usedBy !== null && token.usedBy !== claim.worker) {
    return refuse('the join token was for a single use and has let in another worker');
  }
  return ok(undefined);
}

/** The refusal of a name that another worker has. */
export const workerNameTaken = (worker: string): Problem =>
  problemOf('worker-name-taken', `a worker named "${worker}" has joined with another key`, {
    hint: 'Choose another name, or remove that worker first.',
  });

const refuse = (detail: string) =>
  err(
    problemOf('join-token-invalid', detail, {
      hint: 'An admin makes a new one: `enginehouse join-token create NAME`, or in the console.',
    }),
  );
