import { z } from 'zod';

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
