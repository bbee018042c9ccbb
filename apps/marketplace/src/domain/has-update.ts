import { isDeepStrictEqual } from 'node:util';
import type { MergeField } from '@enginehouse/contracts';

/**
 * Whether an update of an entry would do something: upstream is another one than was taken over, or a version that it
 * withdrew, and that stayed, may go now. A withdrawn version that has to stay is nothing to do.
 */
export const hasUpdate = (isOther: boolean, fields: readonly MergeField[]): boolean =>
  isOther || fields.some(({ kind, result, yours }) => kind === 'conflict' || !isDeepStrictEqual(result, yours));
