import type { DefinitionDiff } from '@enginehouse/contracts';

/** One field that differs. */
export type FieldChange = DefinitionDiff['changes'][number];

/** The place of a field as a person reads it: "versions › 1.10 › images › cuda". */
export const placeOf = (path: FieldChange['path']): string => path.join(' › ');

/** A value as text: a text as it is, a list line by line, anything else as JSON. Undefined where there is none. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('\n');
  return JSON.stringify(value, null, 2);
}

/** Whether two values are better read line by line than side by side. */
export const isLong = (before: string | undefined, after: string | undefined): boolean =>
  [before, after].some((text) => text !== undefined && (text.includes('\n') || text.length > 160));
