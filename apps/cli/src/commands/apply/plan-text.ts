import type { ApplyPlan, PlannedChange } from '@enginehouse/contracts';
import type { Color, Paint } from '../../output/colors.js';
import { impactLines } from '../../output/impact-text.js';
import { changeLine, problemText } from '../../output/problem-text.js';
import { oneLine } from '../../output/safe-text.js';

const signs: Readonly<Record<PlannedChange['action'], readonly [sign: string, color: Color]>> = {
  create: ['+ create', 'green'],
  change: ['~ change', 'yellow'],
  delete: ['- delete', 'red'],
  refused: ['! refused', 'red'],
  unchanged: ['= unchanged', 'dim'],
};

/** A plan for people: what would happen to which backend, field by field, and which deployments it touches. */
export function planText(plan: ApplyPlan, paint: Paint): string {
  const items = plan.items.filter(({ action }) => action !== 'unchanged');
  return [...items.map((item) => itemText(item, paint)), `${summaryText(plan)}\n`].join('');
}

/** `2 to create, 1 to change, 0 to delete, 4 unchanged.` */
export function summaryText({ summary }: ApplyPlan): string {
  const { create, change, unchanged, refused } = summary;
  const counts = `${create} to create, ${change} to change, ${summary.delete} to delete, ${unchanged} unchanged`;
  return refused > 0 ? `${counts}, ${refused} refused.` : `${counts}.`;
}

function itemText(item: PlannedChange, paint: Paint): string {
  const [sign, color] = signs[item.action];
  const revision = item.revision === null ? '' : ` at revision ${item.revision}`;
  const source = item.source === '' ? '' : paint('dim', `  (${oneLine(item.source)})`);
  const head = `${paint(color, sign)} ${oneLine(item.name || '(no name)')}${revision}${source}`;
  const problem = item.problem ? indented(problemText(item.problem, paint)) : [];
  return [head, ...problem, ...changeLines(item), ...impactLines(item, paint)].map((line) => `${line}\n`).join('');
}

const indented = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);

const longestLine = 300;

/** All of what is new is in its document; of it, only the versions are named. */
function changeLines({ action, changes, moreChanges = 0 }: PlannedChange): string[] {
  if (action === 'create') return versionsLine(changes);
  const lines = changes.map((change) => shortened(oneLine(changeLine(change)))).map((line) => `    ${line}`);
  return moreChanges > 0 ? [...lines, `    ${moreChanges} more fields`] : lines;
}

function versionsLine(changes: PlannedChange['changes']): string[] {
  const names = changes.flatMap(({ path: [root, name] }) => (root === 'versions' && name !== undefined ? [name] : []));
  if (names.length === 0) return [];
  return [
    shortened(`    ${names.length === 1 ? 'version' : `${names.length} versions:`} ${names.map(oneLine).join(', ')}`),
  ];
}

const shortened = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line);
