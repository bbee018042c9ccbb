import { problemOf, type FieldError, type Problem, type RejectedEntry } from '@enginehouse/contracts';
import { maxEntries, maxIndexSize } from './index-limits.js';

const invalid = (detail: string, more?: Parameters<typeof problemOf>[2]): Problem =>
  problemOf('source-invalid', detail, more);

export const tooLarge = (size: number): Problem =>
  invalid(`The source has ${size} bytes; at most ${maxIndexSize} (8 MiB) are read.`);

export const tooManyEntries = (): Problem =>
  invalid(`The source has more than ${maxEntries} entries.`, { hint: 'Divide it into several sources.' });

export const nothingThere = (files: number): Problem =>
  invalid(
    files === 0
      ? 'The source holds no file.'
      : `None of the ${files} files of the source can be a backend: their names end with .yaml, .yml or .json.`,
  );

/** One file that cannot be read at all. */
export function singleInvalid(path: string, errors: readonly FieldError[]): Problem {
  const [first] = errors;
  return invalid(`${path} cannot be read: ${first ? told(first) : 'it is no index.'}`, withErrors(errors));
}

/** Several files, none of which can be read. */
export function noneReadable(count: number, { file, errors }: RejectedEntry): Problem {
  const [first] = errors;
  const detail = `None of the ${count} files can be read. The first is ${file ?? ''}: ${first ? told(first) : ''}`;
  return invalid(detail, withErrors(errors));
}

const told = ({ detail, line, column }: FieldError): string =>
  line === undefined ? detail : `${detail} (line ${line}, column ${column ?? 1})`;

function withErrors(errors: readonly FieldError[]) {
  const hint = errors.find((error) => error.hint !== undefined)?.hint;
  return { errors: [...errors], ...(hint === undefined ? {} : { hint }) };
}
