import type { MergeDecision, MergeField } from '@enginehouse/contracts';
import { sameValue } from '../diff/same-value.js';

/** One thing as upstream had it then, as upstream has it now, and as it is here. */
export interface Sides<T> {
  readonly base: T | undefined;
  readonly upstream: T | undefined;
  readonly yours: T | undefined;
}

/** What became of it. While a conflict is undecided the value is that of yours. */
export interface Merged<T> {
  readonly value: T | undefined;
  readonly fields: readonly MergeField[];
}

/** Which side each conflict takes, by its path. */
export type Decided = (path: readonly string[]) => MergeDecision['take'] | undefined;

/** A path as one text; names hold dots, so never a joined one. */
export const pathKey = (path: readonly string[]): string => JSON.stringify(path);

/** Looks decisions up by path; where there are two for one path, the first. */
export function decidedBy(decisions: readonly MergeDecision[]): Decided {
  const takes = new Map(decisions.toReversed().map(({ path, take }) => [pathKey(path), take]));
  return (path) => takes.get(pathKey(path));
}

/** Who changed it; undefined where nobody did. */
export function kindOf({ base, upstream, yours }: Sides<unknown>): MergeField['kind'] | undefined {
  if (sameValue(upstream, yours)) return sameValue(base, yours) ? undefined : 'same';
  if (sameValue(base, upstream)) return 'yours';
  return sameValue(base, yours) ? 'upstream' : 'conflict';
}

/** Merges one field as a whole. A conflict that is decided stays one, with a result. */
export function mergeWhole<T>(path: readonly string[], sides: Sides<T>, decided: Decided): Merged<T> {
  const kind = kindOf(sides);
  if (kind === undefined) return { value: sides.yours, fields: [] };
  if (kind !== 'conflict') {
    const value = kind === 'upstream' ? sides.upstream : sides.yours;
    return { value, fields: [fieldOf(path, kind, sides, { result: value })] };
  }
  const take = decided(path);
  if (take === undefined) return { value: sides.yours, fields: [fieldOf(path, kind, sides)] };
  const result = sides[take];
  return { value: result, fields: [fieldOf(path, kind, sides, { result, note: `decided: ${take}` })] };
}

/** A field of the three-way view, without what there is not. */
export function fieldOf(
  path: readonly string[],
  kind: MergeField['kind'],
  { base, upstream, yours }: Sides<unknown>,
  more: { readonly result?: unknown; readonly note?: string | undefined } = {},
): MergeField {
  const given = Object.entries({ base, upstream, yours, ...more }).filter(([, value]) => value !== undefined);
  return { path: [...path], kind, ...Object.fromEntries(given) };
}

type Present<T> = Exclude<T, undefined>;

/** The same part of all three. */
export const part = <T, K extends keyof T>({ base, upstream, yours }: Sides<T>, key: K): Sides<Present<T[K]>> => ({
  base: base?.[key] as Present<T[K]> | undefined,
  upstream: upstream?.[key] as Present<T[K]> | undefined,
  yours: yours?.[key] as Present<T[K]> | undefined,
});
