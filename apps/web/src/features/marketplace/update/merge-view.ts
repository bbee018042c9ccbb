import type { EntryUpdate, MergeDecision, MergeField } from '@enginehouse/contracts';

type Side = MergeDecision['take'];

/** How a conflict was decided, and on what: where a side changes, it has to be decided anew. */
export interface Choice {
  readonly take: Side;
  readonly on: string;
}

/** Decisions by the path of their field. */
export type Choices = Readonly<Record<string, Choice>>;

/** A path as a key; versions' names hold dots and slashes. */
export const keyOf = ({ path }: Pick<MergeField, 'path'>): string => JSON.stringify(path);

/** A path as people read it, and as the command line takes it. */
export const pathText = ({ path }: Pick<MergeField, 'path'>): string => path.join('/');

const sidesOf = ({ base, upstream, yours }: MergeField): string => JSON.stringify([base, upstream, yours]);

const isConflict = ({ kind }: MergeField): boolean => kind === 'conflict';

/** Conflicts first, then what upstream changed, then what only you did; within that as the server has them. */
export function arrangedFields({ fields }: Pick<EntryUpdate, 'fields'>) {
  const rank = { conflict: 0, upstream: 1, same: 2, yours: 3 } as const;
  return {
    conflicts: fields.filter(isConflict),
    others: fields.filter((field) => !isConflict(field)).toSorted((a, b) => rank[a.kind] - rank[b.kind]),
  };
}

/** The decisions with one more, or one made otherwise. */
export const chosen = (choices: Choices, field: MergeField, take: Side): Choices => ({
  ...choices,
  [keyOf(field)]: { take, on: sidesOf(field) },
});

/** All conflicts decided alike. */
export const allChosen = ({ fields }: Pick<EntryUpdate, 'fields'>, take: Side): Choices =>
  arrangedFields({ fields }).conflicts.reduce((choices, field) => chosen(choices, field, take), {} as Choices);

/** How a conflict is decided; undefined where it is not, or was on other values. */
export function choiceFor(choices: Choices, field: MergeField): Side | undefined {
  const choice = choices[keyOf(field)];
  return choice?.on === sidesOf(field) ? choice.take : undefined;
}

/** What of earlier decisions still fits a view, and which of its conflicts have to be decided again. */
export function fitting(choices: Choices, update: Pick<EntryUpdate, 'fields'>) {
  const { conflicts } = arrangedFields(update);
  const decided = conflicts.filter((field) => keyOf(field) in choices);
  return {
    kept: decided.filter((field) => choiceFor(choices, field) !== undefined),
    dropped: decided.filter((field) => choiceFor(choices, field) === undefined),
  };
}

/** What is sent, and what is still open. */
export function decisionsFor(choices: Choices, update: Pick<EntryUpdate, 'fields'>) {
  const { conflicts } = arrangedFields(update);
  const decisions = conflicts.flatMap((field): readonly MergeDecision[] => {
    const take = choiceFor(choices, field);
    return take ? [{ path: [...field.path], take }] : [];
  });
  return { decisions, open: conflicts.filter((field) => choiceFor(choices, field) === undefined) };
}

/** What the server works out of some decisions: the update as it is with them. */
export interface Planned {
  /** The last answer, which may be that to other decisions; undefined where there is none. */
  readonly plan: EntryUpdate | undefined;
  readonly decisions: readonly MergeDecision[];
  readonly state: 'current' | 'asked' | 'failed';
}

/** What becomes of a conflict, as far as it is known: decided by nobody, being worked out, not to be found out, or this. */
export type Outcome =
  | { readonly status: 'open' | 'asked' | 'failed' }
  | { readonly status: 'known'; readonly value: unknown; readonly note: string | undefined; readonly isOld: boolean };

/** What the server says of a conflict that is decided; the page works out nothing itself. */
export function outcomeOf(field: MergeField, take: Side | undefined, { plan, decisions, state }: Planned): Outcome {
  if (take === undefined) return { status: 'open' };
  const key = keyOf(field);
  const answered = plan?.fields.find((each) => keyOf(each) === key);
  const decided = decisions.find((decision) => keyOf(decision) === key);
  if (state === 'failed') return { status: 'failed' };
  if (!answered || !decided) return { status: 'asked' };
  const isOld = state !== 'current' && decided.take !== take;
  const { result: value, note } = answered;
  // The decision itself is marked already.
  return { status: 'known', value, note: note === `decided: ${decided.take}` ? undefined : note, isOld };
}

/** A value to be read: text as it is, everything else as JSON; undefined where the side has no such field. */
export function shownValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Deployments that an update touches, and how many others there are. */
export function touchedBy({ impact }: Pick<EntryUpdate, 'impact'>) {
  const touched = impact.filter(({ affected, outdated, placeable }) => affected || outdated || !placeable);
  return {
    touched: touched.toSorted((one, other) => Number(one.placeable) - Number(other.placeable)),
    others: impact.length - touched.length,
  };
}
