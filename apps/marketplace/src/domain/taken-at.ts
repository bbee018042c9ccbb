import type { RecordedEntryEvent } from './entry.js';

type Taking = Extract<RecordedEntryEvent, { type: 'EntryEnabled' | 'EntryUpdated' }>;

/** What an entry had taken over last when its backend was at a revision; undefined where it had no backend until then. */
export const takenAt = (events: readonly RecordedEntryEvent[], revision: number): Taking['data'] | undefined =>
  events.filter(isTaking).findLast(({ data }) => data.catalogRevision <= revision)?.data;

const isTaking = (event: RecordedEntryEvent): event is Taking =>
  event.type === 'EntryEnabled' || event.type === 'EntryUpdated';
