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

/** What a field becomes; `decided` is false for a conflict that nobody has decided. */
export function resultOf(field: MergeField, take: Side | undefined): { decided: boolean; value: unknown } {
  if (field.kind !== 'conflict') return { decided: true, value: field.result };
  return take ? { decided: true, value: field[take] } : { decided: false, value: undefined };
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
