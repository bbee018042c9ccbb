import type { MergeField } from '@enginehouse/contracts';

/** What one answer on the bus can hold, with room for what travels around it. */
const mostBytes = 600_000;
/** How much of a text is shown where all of it would be too much. */
const shownCharacters = 200;

/** The fields as one answer can hold them: three icons do not fit, and nobody reads them. */
export function fittingFields(fields: readonly MergeField[]): MergeField[] {
  if (Buffer.byteLength(JSON.stringify(fields)) <= mostBytes) return [...fields];
  return fields.map((field) => JSON.parse(JSON.stringify(field, shortened)) as MergeField);
}

const shortened = (key: string, value: unknown): unknown =>
  typeof value !== 'string' || key === 'kind' || value.length <= shownCharacters
    ? value
    : `${value.slice(0, shownCharacters)}… (${value.length} characters)`;
