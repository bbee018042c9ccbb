import { problemOf, ProblemError, type Problem } from '@enginehouse/contracts';
import { Declined } from './confirm.js';
import { exitCodeOf, exitCodes } from './exit-codes.js';
import { FailedError } from './failed-error.js';
import { problemText } from './output/problem-text.js';
import type { Session } from './session.js';
import { UsageError } from './usage-error.js';

/** A command line that cannot be right, as a problem. */
export const usageProblem = (detail: string, hint?: string): Problem => ({
  ...problemOf('invalid-input', detail, hint === undefined ? {} : { hint }),
  code: 'usage',
});

/** What was thrown as a problem, and the exit status that it means. */
export function told(error: unknown): { problem: Problem; status: number } {
  if (error instanceof FailedError) return { problem: error.problem, status: exitCodes.error };
  if (error instanceof ProblemError) return { problem: error.problem, status: exitCodeOf(error.problem) };
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return { problem: usageProblem(detail, error.hint), status: exitCodes.usage };
  if (error instanceof Declined)
    return { problem: { ...problemOf('invalid-input', detail), code: 'declined' }, status: exitCodes.error };
  return { problem: problemOf('internal', detail), status: exitCodes.error };
}

/** Tells it on standard error: as JSON on one line where that was asked for, else as text for people. */
export function report({ io, json, paintNote }: Pick<Session, 'io' | 'json' | 'paintNote'>, problem: Problem): void {
  io.stderr.write(json ? `${JSON.stringify(problem)}\n` : problemText(problem, paintNote));
}
