import type { Epoch } from './event-store.js';

/** The last position that a reader of an older epoch has in common with the log; Infinity where the log was never restored since. */
export function commonPosition(epochs: readonly Epoch[], readerEpoch: number): number {
  const newer = epochs.filter(({ epoch }) => epoch > readerEpoch);
  return Math.min(Infinity, ...newer.map(({ afterPosition }) => afterPosition));
}

/** The epoch in which a position was appended. */
export function epochOf(epochs: readonly Epoch[], position: number): number {
  return epochs.findLast(({ afterPosition }) => afterPosition < position)?.epoch ?? 1;
}
