import type { RolloutStep } from '@enginehouse/placement';
import { placementOf, type Instance } from '../instance.js';
import type { Edition } from './roll.js';

/** Engines whose start was quick so far get at least this long: a new version may compile or download at first. */
const leastSeconds = 120;
const timesLearned = 5;
/** For images that are not on the worker yet. */
const pullSeconds = 1800;

/** How long a new instance may take to be ready, in seconds, and what that was learned from. */
export interface RollDeadline {
  readonly readyWithinSeconds: number;
  /** The longest start of the instances that run; null where none is known. */
  readonly learnedSeconds: number | null;
}

/** What the running instances took counts five times, within what the deployment allows; pulling an image has its own time. */
export function rollDeadline(
  { spec }: Pick<Edition, 'spec'>,
  instances: readonly Instance[],
  steps: readonly RolloutStep[],
): RollDeadline {
  const known = instances.flatMap((each) => ('seen' in each ? (each.seen.startupSeconds ?? []) : []));
  const learnedSeconds = known.length > 0 ? Math.ceil(Math.max(...known)) : null;
  const limit = spec.startupTimeoutSeconds;
  const start =
    learnedSeconds === null ? limit : Math.min(limit, Math.max(leastSeconds, learnedSeconds * timesLearned));
  const pulls = steps.some(({ worker, option }) => !hasImage(instances, worker, option.image));
  return { readyWithinSeconds: start + (pulls ? pullSeconds : 0), learnedSeconds };
}

const hasImage = (instances: readonly Instance[], worker: string, image: string): boolean =>
  instances.some((each) => {
    const placement = placementOf(each);
    return placement?.worker === worker && placement.plan.image === image;
  });
