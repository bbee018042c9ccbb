import type { RecordedEvent } from '@enginehouse/contracts';

/** Who ended what a stream is about, and when, as far as the page has seen it happen. */
export function endedBy(
  events: readonly RecordedEvent[],
  stream: string,
  type: string,
): { readonly actor: string; readonly at: string } | undefined {
  const last = events.findLast((event) => event.streamId === stream && event.type === type);
  return last && { actor: last.meta.actor, at: last.recordedAt };
}
