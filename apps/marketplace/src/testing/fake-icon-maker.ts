import { err, ok, problemOf } from '@enginehouse/contracts';
import type { IconMaker } from '../ports.js';

/** Takes every icon as it is, but for those that say that they are bad. */
export const fakeIconMaker: IconMaker = {
  remake: (icon) =>
    Promise.resolve(icon.includes('bad') ? err(problemOf('invalid-input', 'The icon is no picture.')) : ok(icon)),
};
