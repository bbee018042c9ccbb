import { issueTexts, type FieldError, type FieldPath } from '@enginehouse/contracts';
import { closest } from '@enginehouse/backend-spec';
import { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Every defect a schema found (asked with `plainIssues`), with a stable code, the path and, where one can be given, a hint. */
export function fieldErrorsOf(error: z.ZodError, schema?: z.ZodType): readonly FieldError[] {
  return error.issues.flatMap((issue) => errorsOf(issue, schema));
}

function errorsOf(issue: Issue, schema: z.ZodType | undefined): readonly FieldError[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField(path, key, fieldsAt(schema, path)));
  }
  if (issue.code === 'invalid_type' && issue.message === issueTexts.required) {
    return [{ code: 'missing-field', path, detail: issueTexts.required }];
  }
  return [{ code: issue.code.replaceAll('_', '-'), path, detail: issue.message }];
}

function unknownField(path: FieldPath, key: string, known: readonly string[]): FieldError {
  const near = closest(key, known);
  const list = known.length > 0 ? `Known fields: ${known.join(', ')}.` : undefined;
  const hint = near === undefined ? list : `Did you mean "${near}"?`;
  return { code: 'unknown-field', path: [...path, key], detail: `unknown field "${key}"`, ...(hint ? { hint } : {}) };
}

/** The fields that the object at a path may have; none where the schema has no plain object there. */
function fieldsAt(schema: z.ZodType | undefined, path: FieldPath): readonly string[] {
  const at = path.reduce<z.ZodType | undefined>(step, unwrap(schema));
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function step(schema: z.ZodType | undefined, segment: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    return unwrap(schema.shape[segment] as z.ZodType | undefined);
  }
  return schema instanceof z.ZodArray ? unwrap(schema.element as z.ZodType) : undefined;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}
