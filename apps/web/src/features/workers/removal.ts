import type { DrainPlan } from '@enginehouse/contracts';

/** What the removal of a worker does: names of instances, and of deployments in `unserved`. */
export interface Removal {
  readonly stopped: readonly string[];
  /** Those for which another worker has room now. */
  readonly placed: readonly string[];
  /** Those that no other worker can take: they wait. */
  readonly unplaced: readonly string[];
  /** Deployments that nobody serves until another replica is ready. */
  readonly unserved: readonly string[];
}

/** Read from the plan of a drain by force: a removal stops also what a drain would replace first. */
export function removalOf({ steps, onlyHere }: Pick<DrainPlan, 'steps' | 'onlyHere'>): Removal {
  const that = (...wanted: readonly string[]) =>
    steps.filter(({ outcome }) => wanted.includes(outcome)).map(({ instance }) => instance);
  return {
    stopped: that('moves', 'stays', 'stops', 'ends'),
    placed: that('moves'),
    unplaced: that('stays', 'stops'),
    unserved: onlyHere,
  };
}
