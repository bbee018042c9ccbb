import type { EntryWarning } from '@enginehouse/contracts';

/** Something of an entry that was not taken over; it becomes a warning once the entry's name is known. */
export type EntryNote = Omit<EntryWarning, 'name'>;
