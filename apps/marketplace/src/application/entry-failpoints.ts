import type { EntryPlan } from '@enginehouse/contracts';

/** The places of a change of an entry where a test may end the process. */
export const entryFailpoints = ['entry-begun', 'entry-asked', 'entry-ended'] as const;
export type EntryFailpoint = (typeof entryFailpoints)[number];

/** Called at each of them. Only tests pass one that does anything: no configuration leads here. */
export type AtEntryFailpoint = (point: EntryFailpoint, change: EntryPlan['kind']) => Promise<void>;

export const noEntryFailpoints: AtEntryFailpoint = () => Promise.resolve();
