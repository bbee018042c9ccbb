import type { Progress } from '@enginehouse/contracts';
import type { Clock } from '../../ports.js';

const leastPauseMs = 500;

/** At most two messages a second about an instance; what comes between is dropped, for the next says more. */
export function throttledProgress(send: (progress: Progress) => void, clock: Clock): (progress: Progress) => void {
  const last = new Map<string, number>();
  return (progress) => {
    const now = clock.monotonicMs();
    if (now - (last.get(progress.instance) ?? -Infinity) >= leastPauseMs) {
      last.set(progress.instance, now);
      send(progress);
    }
  };
}
