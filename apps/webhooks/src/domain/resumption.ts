import type { FeedPage } from '@enginehouse/contracts';

/** How far a reader has come in a log: in which, and in which of its lives. */
export interface ReachedPosition {
  readonly position: number;
  readonly logId: string;
  readonly epoch: number;
}

/** The log's life at present. */
export const epochOf = ({ epochs }: Pick<FeedPage, 'epochs'>): number => epochs.at(-1)?.epoch ?? 1;

/**
 * Where a reader goes on: normally where it is. In a log that was restored from a copy, at the last position that copy
 * has in common with what was read; in another log at its beginning.
 */
export function resumption(
  { position, logId, epoch }: ReachedPosition,
  page: Pick<FeedPage, 'head' | 'logId' | 'epochs'>,
): number {
  if (logId !== page.logId) return 0;
  const newer = page.epochs.filter((each) => each.epoch > epoch).map(({ afterPosition }) => afterPosition);
  return Math.min(position, page.head, ...newer);
}
