import type { DeliveryCounts } from '@enginehouse/contracts';

/** Deliveries that are sent again: how many, and whether all of them were put back yet. */
export interface Redrive {
  readonly total: number;
  readonly isAsked: boolean;
}

/** How far deliveries are that were sent again. */
export interface RedriveProgress {
  /** Between 0 and 100. */
  readonly percent: number;
  readonly waiting: number;
  readonly dead: number;
  readonly isOver: boolean;
}

/**
 * Told by the counts of the webhook: what is not given up and does not wait any more has arrived. Other deliveries of it
 * count as well while they wait, so that it never looks finished too early.
 */
export function redriveProgress({ total, isAsked }: Redrive, counts: DeliveryCounts): RedriveProgress {
  const waiting = counts.pending + counts.retrying;
  const left = Math.min(total, waiting + counts.dead);
  return {
    percent: total === 0 ? 100 : Math.round(((total - left) / total) * 100),
    waiting,
    dead: counts.dead,
    isOver: isAsked && waiting === 0,
  };
}
