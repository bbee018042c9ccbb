import { z } from 'zod';
import { errorCodes, type ErrorCode } from './error-codes.js';

/** Where in an input something is wrong: object keys and list indexes from the root. Version names hold dots, so never a joined string. */
export const fieldPath = z.array(z.union([z.string(), z.number()]));
export type FieldPath = z.infer<typeof fieldPath>;

/** One defect of an input. `line` and `column` (from 1) are given where the input was a text. */
export const fieldError = z.object({
  code: z.string(),
  path: fieldPath,
  detail: z.string(),
  hint: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type FieldError = z.infer<typeof fieldError>;

/** RFC 9457 problem details, extended by a stable `code`, a hint and every field at fault. The same object in API, CLI and on the bus. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  errors: z.array(fieldError).optional(),
  retryAfterSeconds: z.number().optional(),
  currentRevision: z.number().int().optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

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
