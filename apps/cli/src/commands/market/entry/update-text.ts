import type { EntryUpdate, MergeField } from '@enginehouse/contracts';
import type { Color, Paint } from '../../../output/colors.js';
import { fieldText } from '../../../output/field-text.js';
import { impactLines } from '../../../output/impact-text.js';
import { plainValue } from '../../../output/plain-value.js';
import { oneLine } from '../../../output/safe-text.js';
import { table, type Column } from '../../../output/table.js';
import type { Session } from '../../../session.js';

/** The three-way view: every field that differs on some side, what becomes of versions, and whom it touches. */
export function updateText(
  update: EntryUpdate,
  { paint, columns }: { readonly paint: Paint; readonly columns: number | undefined },
): string {
  const { fields, addedVersions, withdrawnVersions, conflicts } = update;
  const lines = [
    ...versionsLine('new versions', addedVersions, (text) => paint('green', text)),
    ...withdrawnVersions.map(({ version, outcome, reason }) =>
      paint(
        outcome === 'kept' ? 'yellow' : 'red',
        `  version ${oneLine(version)} is withdrawn upstream and ${outcome}: ${oneLine(reason)}`,
      ),
    ),
    ...impactLines(update, paint).map((line) => line.slice(2)),
    ...(conflicts === 0
      ? []
      : [paint('red', `  ${conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`} to decide`)]),
  ];
  const rest = lines.map((line) => `${line}\n`).join('');
  return fields.length === 0 ? rest : table(columnsOf(paint, columns === undefined), fields, columns) + rest;
}

const versionsLine = (what: string, names: readonly string[], color: (text: string) => string): string[] =>
  names.length === 0 ? [] : [color(`  ${what}: ${names.map(oneLine).join(', ')}`)];

const kinds: Readonly<Record<MergeField['kind'], readonly [text: string, color: Color]>> = {
  upstream: ['upstream', 'green'],
  yours: ['yours', 'dim'],
  same: ['both alike', 'dim'],
  conflict: ['CONFLICT', 'red'],
};

const columnsOf = (paint: Paint, whole: boolean): readonly Column<MergeField>[] => [
  { header: 'FIELD', value: fieldText },
  { header: 'CHANGED', value: ({ kind }) => kinds[kind][0], paint: (text, { kind }) => paint(kinds[kind][1], text) },
  { header: 'UPSTREAM THEN', value: ({ base }) => shown(base, whole), shrinks: true },
  { header: 'UPSTREAM NOW', value: ({ upstream }) => shown(upstream, whole), shrinks: true },
  { header: 'YOURS', value: ({ yours }) => shown(yours, whole), shrinks: true },
  { header: 'RESULT', value: (field) => resultText(field, whole), shrinks: true },
];

const resultText = ({ kind, result, note }: MergeField, whole: boolean): string =>
  `${kind === 'conflict' && note === undefined ? 'to decide' : shown(result, whole)}${note === undefined ? '' : ` (${note})`}`;

/** A whole version is long on a terminal; where nobody reads it on one, and in --json, all of it is there. */
const longest = 80;

function shown(value: unknown, whole: boolean): string {
  const text = plainValue(value);
  return text.length > longest && !whole ? `${text.slice(0, longest - 1)}…` : text;
}

/** Which backend it is about, and from what to what. */
export function headText({ source, name, catalogRevision }: EntryUpdate, { paint }: Session): string {
  return `${paint('bold', oneLine(name))} of source ${source}, backend at revision ${catalogRevision}\n`;
}
