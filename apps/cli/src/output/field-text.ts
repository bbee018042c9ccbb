import type { Problem } from '@enginehouse/contracts';

/** The path of a field in a three-way view, as `--take-field` takes it: `versions/1.10/env/LEVEL`. */
export const fieldText = ({ path }: { readonly path: readonly (string | number)[] }): string => path.join('/');

/** For a shell, where it needs that. */
export const quoted = (text: string): string =>
  /^[\w./=@:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Whether the fields of a problem are those of a three-way view. */
export const isOfUpdate = ({ code }: Pick<Problem, 'code'>): boolean => code === 'update-conflicts';
