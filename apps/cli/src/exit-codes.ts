import type { Problem } from '@enginehouse/contracts';

/** What the exit status of `enginehouse` means. Scripts rely on these: they never change. */
export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  forbidden: 5,
  unavailable: 6,
  interrupted: 130,
} as const;

/** Of `plan` and `apply`, whose callers are pipelines: 2 means changes and nothing else. */
export const applyExitCodes = { same: 0, wrong: 1, changes: 2 } as const;

/** The exit status for a problem that the server answered. */
export function exitCodeOf({ status }: Pick<Problem, 'status'>): number {
  switch (status) {
    case 401:
    case 403:
      return exitCodes.forbidden;
    case 404:
      return exitCodes.notFound;
    case 409:
    case 412:
      return exitCodes.conflict;
    case 502:
    case 503:
    case 504:
      return exitCodes.unavailable;
    default:
      return exitCodes.error;
  }
}
