import type { FieldChange } from '@enginehouse/backend-spec';
import type { PlannedChange, Problem } from '@enginehouse/contracts';

const longestValue = 2000;
const shownCharacters = 200;

/** What differs, for people to read: long values (an icon) are cut short. */
export const readableChanges = (changes: readonly FieldChange[]): PlannedChange['changes'] =>
  changes.map(({ path, before, after }) => ({
    path: [...path],
    ...(before === undefined ? {} : { before: shortened(before) }),
    ...(after === undefined ? {} : { after: shortened(after) }),
  }));

function shortened(value: unknown): unknown {
  const json = JSON.stringify(value);
  if (json.length <= longestValue) return value;
  const text = typeof value === 'string' ? value : json;
  return `${text.slice(0, shownCharacters)}… (${text.length} characters)`;
}

/** What one answer on the bus can hold, with room for what travels around it. */
const mostBytes = 700_000;

/** The items as they are where one answer can hold them; else each with as much as is its share. */
export function fittingPlan(items: readonly PlannedChange[]): PlannedChange[] {
  if (bytesOf(items) <= mostBytes) return [...items];
  const share = mostBytes / items.length / 4;
  return items.map((item) => fittingItem(item, share));
}

function fittingItem(item: PlannedChange, share: number): PlannedChange {
  const changes = fromTheFront(item.changes, 2 * share);
  const impact = fromTheFront(item.impact, share);
  return {
    ...item,
    changes,
    ...more('moreChanges', item.changes.length - changes.length),
    impact,
    ...more('moreImpact', item.impact.length - impact.length),
    ...(item.problem ? { problem: fittingProblem(item.problem, share) } : {}),
  };
}

const more = (name: 'moreChanges' | 'moreImpact', count: number) => (count > 0 ? { [name]: count } : {});

/** The detail of a problem says how many errors there are in all. */
const fittingProblem = (problem: Problem, share: number): Problem =>
  problem.errors ? { ...problem, errors: fromTheFront(problem.errors, share) } : problem;

function fromTheFront<T>(items: readonly T[], most: number): T[] {
  let bytes = 0;
  const end = items.findIndex((item) => (bytes += bytesOf(item) + 1) > most);
  return end < 0 ? [...items] : items.slice(0, end);
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
