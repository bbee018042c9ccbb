import { problemOf, type FieldError, type Problem } from '@enginehouse/contracts';
import type { z } from 'zod';

/** Turns a schema's issues into the problem `invalid-input`, one entry per field at fault. */
export function invalidInput(error: z.ZodError): Problem {
  const errors = error.issues.map(fieldErrorOf);
  const first = errors[0];
  const at = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return problemOf('invalid-input', `${at}${first?.detail ?? 'the input does not fit'}${more}`, { errors });
}

function fieldErrorOf(issue: z.core.$ZodIssue): FieldError {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  if (issue.code === 'unrecognized_keys') {
    return {
      code: 'unknown-field',
      path: [...path, issue.keys[0] ?? ''],
      detail: `unknown field ${issue.keys.join(', ')}`,
    };
  }
  return { code: issue.code.replaceAll('_', '-'), path, detail: issue.message };
}
