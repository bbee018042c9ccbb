import type { SourceEvent, SyncReport } from '@enginehouse/contracts';
import { reasonOf } from './rejection-reason.js';

type Synced = Extract<SourceEvent, { type: 'SourceSynced' }>['data'];
type Lists = Pick<SyncReport, 'added' | 'changed' | 'withdrawn' | 'rejected' | 'warnings'>;

/** A report is one message on the bus, and so is an event: it holds a megabyte. Names can be long, and reasons longer. */
const inReport = { items: 1000, nameBytes: 100_000, reasonBytes: 250_000 };
const inEvent = { items: 200, nameBytes: 50_000, reasonBytes: 150_000 };

/** The lists of a report, cut so that it can be sent; `counts` say how long they were. */
export const listsForReport = ({ added, changed, withdrawn, rejected, warnings }: Lists): Lists => ({
  ...namesWithin(inReport, { added, changed, withdrawn }),
  rejected: fitting(rejected, inReport.items, inReport.reasonBytes),
  warnings: fitting(warnings, inReport.items, inReport.reasonBytes),
});

/** The lists of the event, cut so that it stays small. */
export const listsForEvent = ({
  added,
  changed,
  withdrawn,
  rejected,
}: Lists): Pick<Synced, 'added' | 'changed' | 'withdrawn' | 'rejected'> => ({
  ...namesWithin(inEvent, { added, changed, withdrawn }),
  rejected: fitting(
    rejected.slice(0, inEvent.items).map((entry) => ({
      position: entry.position,
      name: entry.name,
      detail: reasonOf(entry),
    })),
    inEvent.items,
    inEvent.reasonBytes,
  ),
});

const namesWithin = (
  { items, nameBytes }: typeof inReport,
  { added, changed, withdrawn }: Pick<Lists, 'added' | 'changed' | 'withdrawn'>,
) => ({
  added: fitting(added, items, nameBytes),
  changed: fitting(changed, items, nameBytes),
  withdrawn: fitting(withdrawn, items, nameBytes),
});

function fitting<T>(all: readonly T[], items: number, bytes: number): T[] {
  let used = 0;
  const kept = all.slice(0, items);
  const end = kept.findIndex((item) => (used += Buffer.byteLength(JSON.stringify(item))) > bytes);
  return end < 0 ? kept : kept.slice(0, end);
}
