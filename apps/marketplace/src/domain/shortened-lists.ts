import type { RejectedEntry, SourceEvent, SyncReport } from '@enginehouse/contracts';

type Synced = Extract<SourceEvent, { type: 'SourceSynced' }>['data'];
type Lists = Pick<SyncReport, 'added' | 'changed' | 'withdrawn' | 'rejected' | 'warnings'>;

const mostInReport = 1000;
/** A report is one message on the bus, which holds a megabyte. */
const mostReportBytes = 250_000;
const mostInEvent = 200;
const longestDetail = 500;

/** The lists of a report, cut so that it can be sent; `counts` say how long they were. */
export const listsForReport = ({ added, changed, withdrawn, rejected, warnings }: Lists): Lists => ({
  added: added.slice(0, mostInReport),
  changed: changed.slice(0, mostInReport),
  withdrawn: withdrawn.slice(0, mostInReport),
  rejected: fitting(rejected),
  warnings: fitting(warnings),
});

/** The lists of the event, cut so that it stays small. */
export const listsForEvent = ({
  added,
  changed,
  withdrawn,
  rejected,
}: Lists): Pick<Synced, 'added' | 'changed' | 'withdrawn' | 'rejected'> => ({
  added: added.slice(0, mostInEvent),
  changed: changed.slice(0, mostInEvent),
  withdrawn: withdrawn.slice(0, mostInEvent),
  rejected: rejected.slice(0, mostInEvent).map((entry) => ({
    position: entry.position,
    name: entry.name,
    detail: reasonOf(entry),
  })),
});

function reasonOf({ errors }: RejectedEntry): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const at = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  return `${at}${first?.detail ?? 'it is not valid'}`.slice(0, longestDetail) + more;
}

function fitting<T>(items: readonly T[]): T[] {
  let bytes = 0;
  const kept = items.slice(0, mostInReport);
  const end = kept.findIndex((item) => (bytes += Buffer.byteLength(JSON.stringify(item))) > mostReportBytes);
  return end < 0 ? kept : kept.slice(0, end);
}
