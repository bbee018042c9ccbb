import { problemOf, type Problem } from '@enginehouse/contracts';

/** The problem that a deployment of this name is there. */
export const isTaken = (name: string): Problem =>
  problemOf('name-taken', `There is a deployment ${name} already.`, {
    hint: 'Choose another name, or change the one that exists.',
    errors: [{ code: 'name-taken', path: ['name'], detail: `${name} exists.` }],
  });
