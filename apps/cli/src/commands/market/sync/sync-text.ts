import { nameList, type SyncCounts, type SyncPhase, type SyncReport, type SyncRun } from '@enginehouse/contracts';
import type { Session } from '../../../session.js';
import { pathText } from '../../../output/problem-text.js';
import { oneLine } from '../../../output/safe-text.js';
import { table, type Column } from '../../../output/table.js';

/** What a sync is doing, in words. */
export const phaseTexts: Readonly<Record<SyncPhase, string>> = {
  waiting: 'waiting',
  fetching: 'fetching',
  verifying: 'checking the signature',
  reading: 'reading the entries',
  comparing: 'comparing with what was there',
  switching: 'switching over',
  done: 'done',
};

/** What came of a sync, or how far it is, in a sentence. */
export function outcomeText(run: SyncRun): string {
  switch (run.state) {
    case 'queued':
      return run.problem === null ? 'is waiting' : `is tried again: ${oneLine(run.problem.detail)}`;
    case 'running':
      return `is ${phaseTexts[run.phase]}`;
    case 'unchanged':
      return 'is unchanged upstream';
    case 'failed':
      return `could not be synced: ${oneLine(run.problem?.detail ?? 'nobody knows why')}`;
    case 'succeeded':
      return `synced: ${countsText(run.counts)}`;
  }
}

/** `120 entries: 3 added, 1 changed, 0 withdrawn, 2 rejected`. */
export function countsText(counts: SyncCounts | null): string {
  if (counts === null) return 'nothing was counted';
  const { entries, added, changed, withdrawn, rejected } = counts;
  const what = entries === 1 ? '1 entry' : `${entries} entries`;
  return `${what}: ${added} added, ${changed} changed, ${withdrawn} withdrawn, ${rejected} rejected`;
}

const mostNames = 20;

/** What a sync found: names of what changed, every rejected entry with its place and reasons, and warnings. */
export function findingsText({ io, paint }: Session, report: SyncReport): string {
  const { added, changed, withdrawn, rejected, warnings, counts } = report;
  const names = [
    ['Added', added, counts?.added],
    ['Changed', changed, counts?.changed],
    ['Withdrawn', withdrawn, counts?.withdrawn],
  ] as const;
  const lines = names.flatMap(([what, list, total]) =>
    list.length === 0 ? [] : [`${paint('bold', `${what}:`)} ${oneLine(namesText(list, total))}\n`],
  );
  const notes = warnings.filter(({ name }) => name === null);
  const ofEntries = warnings.filter(({ name }) => name !== null);
  const tables = [
    ...(notes.length === 0
      ? []
      : [notes.map(({ detail, code }) => `${paint('yellow', 'Note:')} ${oneLine(detail)} [${code}]\n`).join('')]),
    ...(rejected.length === 0
      ? []
      : [`${paint('bold', 'Rejected')}\n${table(rejectedColumns, rejected.flatMap(rows), io.stdout.columns)}`]),
    ...(ofEntries.length === 0
      ? []
      : [`${paint('bold', 'Taken, but not all of it')}\n${table(warningColumns, ofEntries, io.stdout.columns)}`]),
  ];
  return [lines.join(''), ...tables].filter((part) => part !== '').join('\n');
}

/** The report keeps only the first names of very long lists; the counts are of all. */
function namesText(names: readonly string[], total = names.length): string {
  if (names.length <= mostNames || total <= names.length) return nameList(names, mostNames);
  return `${names.slice(0, mostNames).join(', ')} and ${total - mostNames} more`;
}

type Rejected = SyncReport['rejected'][number];

interface Row {
  readonly position: string;
  readonly name: string;
  readonly place: string;
  readonly field: string;
  readonly reason: string;
}

/** A line per reason; what they are about stands in the first. */
function rows({ position, name, file, line, errors, kept }: Rejected): readonly Row[] {
  return errors.map((error, at) => ({
    position: at === 0 ? String(position) : '',
    name: at === 0 ? (name ?? '(no name)') : '',
    place: placeOf(file, error.line ?? line),
    field: pathText(error.path),
    reason: `${error.detail}${error.hint === undefined ? '' : ` (${error.hint})`} [${error.code}]${at === 0 ? keptText(kept, name) : ''}`,
  }));
}

/** What was offered before stays; where a whole file cannot be read that may be several. */
function keptText(kept: readonly string[] = [], name: string | null): string {
  if (kept.length === 0) return '';
  return kept.length === 1 && kept[0] === name ? '; stays as it was' : `; as before: ${nameList(kept, mostNames)}`;
}

const placeOf = (file: string | undefined, line: number | undefined): string =>
  [file, line].filter((part) => part !== undefined).join(':') || '-';

const rejectedColumns: readonly Column<Row>[] = [
  { header: '#', value: ({ position }) => position },
  { header: 'ENTRY', value: ({ name }) => name },
  { header: 'WHERE', value: ({ place }) => place },
  { header: 'FIELD', value: ({ field }) => field || '-' },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];

const warningColumns: readonly Column<SyncReport['warnings'][number]>[] = [
  { header: 'ENTRY', value: ({ name }) => name ?? '-' },
  { header: 'WHAT', value: ({ detail, code }) => `${detail} [${code}]`, shrinks: true },
];
