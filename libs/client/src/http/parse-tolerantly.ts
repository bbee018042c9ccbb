import { err, ok, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';

type Keyed = Record<PropertyKey, unknown>;

/**
 * Reads what a server sent by its schema. Fields that a newer server added pass, also where the schema is strict, and stay in the
 * value: who reads, changes and writes back must not drop them.
 */
export function parseTolerantly<S extends z.ZodType>(schema: S, raw: unknown): Result<z.output<S>, string> {
  const first = schema.safeParse(raw);
  const unknown = first.success ? [] : first.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (first.success || unknown.length < first.error.issues.length) {
    return first.success ? ok(withUnknown(first.data, raw)) : err(first.error.message);
  }
  const known = unknown.reduce<unknown>((value, { path, keys }) => without(value, path, keys), raw);
  const second = schema.safeParse(known);
  return second.success ? ok(withUnknown(second.data, raw)) : err(second.error.message);
}

const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy of a value in which the object at a path has some keys less. */
function without(value: unknown, [step, ...rest]: readonly PropertyKey[], keys: readonly string[]): unknown {
  if (step !== undefined) {
    const change = (child: unknown) => without(child, rest, keys);
    return Array.isArray(value)
      ? value.map((child: unknown, index) => (index === step ? change(child) : child))
      : { ...(value as Keyed), [step]: change((value as Keyed)[step]) };
  }
  return Object.fromEntries(Object.entries(value as Keyed).filter(([key]) => !keys.includes(key)));
}

/** What was parsed, with the fields of the raw value that the schema does not know. */
function withUnknown<T>(parsed: T, raw: unknown): T {
  return merged(parsed, raw) as T;
}

function merged(parsed: unknown, raw: unknown): unknown {
  if (Array.isArray(parsed) && Array.isArray(raw)) {
    return parsed.map((each: unknown, index) => merged(each, raw[index]));
  }
  if (!isKeyed(parsed) || !isKeyed(raw)) {
    return parsed;
  }
  const known = Object.entries(parsed).map(([key, value]) => [key, merged(value, raw[key])] as const);
  return { ...raw, ...Object.fromEntries(known) };
}
