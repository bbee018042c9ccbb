import { isSecretName, secretMask, type DefinitionDiff } from '@enginehouse/contracts';

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

/** A change with a mask in place of each text whose name says that it is secret, wherever in a value it stands. */
export function hidden(change: FieldChange): FieldChange {
  const name = change.path.at(-1) ?? '';
  const { before, after } = change;
  return {
    path: change.path,
    ...(before === undefined ? {} : { before: masked(before, name) }),
    ...(after === undefined ? {} : { after: masked(after, name) }),
  };
}

/** Whether a change has something to hide. */
export const isSecretChange = (change: FieldChange): boolean =>
  [change.before, change.after].some(
    (value) => value !== undefined && JSON.stringify(masked(value, change.path.at(-1) ?? '')) !== JSON.stringify(value),
  );

function masked(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isSecretName(name) ? secretMask : value;
  if (Array.isArray(value)) return value.map((each) => masked(each, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, key)]));
}
