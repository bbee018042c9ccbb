import { ProblemError } from '@enginehouse/contracts';
import { about } from '../../apply/about.js';

/** Does it to one after the other; the first that fails ends it, and says which of them were not looked at. */
export async function inTurn<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (const [index, item] of items.entries()) {
    try {
      await work(item);
    } catch (error) {
      throw items.length > 1 && error instanceof ProblemError ? withRest(error, items.slice(index).map(nameOf)) : error;
    }
  }
}

function withRest({ problem }: ProblemError, [failed = '', ...rest]: readonly string[]): ProblemError {
  const told = about(failed, problem);
  return new ProblemError(rest.length === 0 ? told : { ...told, extra: { ...told.extra, notApplied: rest } });
}
