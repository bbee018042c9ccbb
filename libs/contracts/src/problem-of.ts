import { errorCodes, type ErrorCode } from './error-codes.js';
import type { FieldError, Problem } from './problem.js';

type Extensions = Partial<Omit<Problem, 'type' | 'title' | 'status' | 'code' | 'detail'>>;

/** Makes the problem for a known code; title and HTTP status come from the table of codes. */
export function problemOf(code: ErrorCode, detail: string, more: Extensions = {}): Problem {
  const { status, title } = errorCodes[code];
  const errors = more.errors && { errors: more.errors.map(inProductStyle) };
  return { type: `https://enginehouse.dev/problems/${code}`, title, status, code, detail, ...more, ...errors };
}

/** Codes are kebab-case everywhere a person meets them; the definition rules use the underscores of their vectors. */
const inProductStyle = (error: FieldError): FieldError => ({ ...error, code: error.code.replaceAll('_', '-') });

/** Carries a problem through code that can only throw; the edge turns it back into the problem. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
  }
}
