import type { Problem, Result } from '@enginehouse/contracts';

/** Something was removed from the backend since it was read: it is read again, at once and then after these pauses. */
const pausesMs = [0, 50, 100, 200] as const;

/** A decision on a reading of a backend, which may have been too early. */
export interface Attempt<T> {
  readonly done: Result<T, Problem>;
  readonly readTooEarly: boolean;
}

/** Reads and decides again, a few times, while the reading is older than the last removal from the backend. */
export async function untilReadLateEnough<T>(attempt: () => Promise<Attempt<T>>): Promise<Result<T, Problem>> {
  for (const pauseMs of pausesMs) {
    const { done, readTooEarly } = await attempt();
    if (!readTooEarly) {
      return done;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return (await attempt()).done;
}
