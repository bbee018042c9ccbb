import type { FeedPage } from '@enginehouse/contracts';
import type { Checkpoint, Place } from './checkpoint.js';

/** The log is not the one whose events were handled: it was restored from a backup, or replaced. */
export interface LogFork {
  /** What was handled, as it was stored. */
  readonly stored: Checkpoint;
  /** The log as it is now. */
  readonly logId: string;
  readonly epoch: number;
  /** Effects up to here stand; all behind it must be undone. 0 where nothing is known to be common. */
  readonly commonPosition: number;
  /** What to store in place of the old checkpoint once that is done; undefined means to begin again. */
  readonly resumeAt: Checkpoint | undefined;
}

type Epochs = FeedPage['epochs'];

/** The life of the log in which a position was written. */
export const epochOf = (epochs: Epochs, position: number): number =>
  epochs.findLast(({ afterPosition }) => afterPosition < position)?.epoch ?? 1;

/** The last position that a reader of an older epoch has in common with the log. */
export const commonPosition = (epochs: Epochs, epoch: number): number =>
  Math.min(Infinity, ...epochs.filter((each) => each.epoch > epoch).map(({ afterPosition }) => afterPosition));

/** How a page of the log stands to what was handled. */
export type Standing =
  | { readonly kind: 'same' }
  | { readonly kind: 'forked'; readonly stored: Checkpoint; readonly commonPosition: number }
  /** The log is shorter than what was handled, and does not say why (yet). */
  | { readonly kind: 'unclear'; readonly detail: string };

/** Compares the log that a page is from with the one in which a place was reached. */
export function standingOf(place: Place, page: FeedPage): Standing {
  if (place.logId !== undefined) {
    const common = place.logId === page.logId ? commonPosition(page.epochs, place.epoch) : 0;
    if (place.position > common) {
      return { kind: 'forked', stored: place, commonPosition: common };
    }
  }
  return page.head < place.position
    ? { kind: 'unclear', detail: `the log ends at ${page.head}, before position ${place.position}` }
    : { kind: 'same' };
}
