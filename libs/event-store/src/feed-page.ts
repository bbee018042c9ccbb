import type { FeedPage, RecordedEvent } from '@enginehouse/contracts';
import type { EventStore, ReadAllOptions } from './event-store.js';

/** A NATS message holds a megabyte; what does not fit comes with the next page. */
const pageBytes = 700_000;
const mostAttempts = 3;

/**
 * A page of the log with what a reader needs to notice that the log was restored. Epochs and events are of the same
 * life of the log: where it changed in between, both are read again.
 *
 * @throws where the database does not answer
 */
export async function readFeedPage(
  store: Pick<EventStore, 'readAll' | 'head' | 'epochs'>,
  range: ReadAllOptions,
): Promise<FeedPage> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const epochs = await store.epochs();
    const events = await store.readAll(range);
    const { position: head, logId, epoch } = await store.head();
    if (epoch === epochs.at(-1)?.epoch) {
      const lives = epochs.map((each) => ({ epoch: each.epoch, afterPosition: each.afterPosition }));
      return { events: fitting(events), head, logId, epochs: lives };
    }
  }
  throw new Error('The log began a new epoch each time it was read.');
}

/** As many events from the front as one answer can hold, at least one. */
function fitting(events: readonly RecordedEvent[]): RecordedEvent[] {
  let bytes = 0;
  const end = events.findIndex((event) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return bytes > pageBytes;
  });
  return end < 0 ? [...events] : events.slice(0, Math.max(end, 1));
}
