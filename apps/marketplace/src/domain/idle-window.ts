import { err, ok, problemOf, type Problem, type Result, type UpdatePolicy } from '@enginehouse/contracts';

/** Refuses a window in which nothing would be done: who gave one expects that something is. */
export function withoutIdleWindow(policy: UpdatePolicy | null | undefined): Result<undefined, Problem> {
  if (policy?.mode !== 'notify' || policy.window === undefined) return ok(undefined);
  return err(
    problemOf('invalid-input', 'There is nothing to do in a window with the policy notify.', {
      hint: 'Say the mode add-versions, or leave the window out.',
      errors: [{ code: 'idle-window', path: ['policy', 'window'], detail: 'is only for the mode add-versions' }],
    }),
  );
}
