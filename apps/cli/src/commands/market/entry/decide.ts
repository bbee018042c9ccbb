import { closest } from '@enginehouse/backend-spec';
import type { EntryUpdate, MergeDecision, MergeField } from '@enginehouse/contracts';
import { InvalidArgumentError } from 'commander';
import { fieldText } from '../../../output/field-text.js';
import { pathText } from '../../../output/problem-text.js';
import { UsageError } from '../../../usage-error.js';

type Side = MergeDecision['take'];

/** How conflicts are decided on the command line: all alike, and some on their own. */
export interface DecisionOptions {
  readonly take?: Side;
  readonly takeField?: Readonly<Record<string, Side>>;
}

/** `versions/1.10/env/LEVEL=upstream`, several of them; the side stands behind the last `=`. */
export function fieldDecision(text: string, before: Readonly<Record<string, Side>> = {}): Record<string, Side> {
  const at = text.lastIndexOf('=');
  const side = text.slice(at + 1);
  if (at < 1 || (side !== 'upstream' && side !== 'yours')) {
    throw new InvalidArgumentError('It must be like description=upstream or versions/1.10/env/LEVEL=yours.');
  }
  return { ...before, [text.slice(0, at)]: side };
}

/** What is decided, and what is left open. */
export interface Decided {
  readonly decisions: readonly MergeDecision[];
  readonly open: readonly MergeField[];
}

/** Decides the conflicts of an update; what is decided on its own goes before what holds for all. */
export function decide({ name, fields }: EntryUpdate, { take, takeField = {} }: DecisionOptions): Decided {
  const conflicts = fields.filter(({ kind }) => kind === 'conflict');
  const own = new Map(Object.entries(takeField).map(([text, side]) => [fieldOf(text, conflicts, name), side]));
  const sides = conflicts.map((field) => ({ field, side: own.get(field) ?? take }));
  return {
    decisions: sides.flatMap(({ field, side }) => (side === undefined ? [] : [{ path: [...field.path], take: side }])),
    open: sides.flatMap(({ field, side }) => (side === undefined ? [field] : [])),
  };
}

/** A field by its path, written with slashes or as errors write it. */
function fieldOf(text: string, conflicts: readonly MergeField[], name: string): MergeField {
  const found = conflicts.filter((field) => fieldText(field) === text || pathText(field.path) === text);
  const [field] = found;
  if (field && found.length === 1) return field;
  const names = conflicts.map(fieldText);
  if (found.length > 1)
    throw new UsageError(`${text} means several fields.`, `Write it so: ${pathText(field?.path ?? [])}`);
  const near = closest(text, names);
  const there = names.length === 0 ? 'There is none.' : `There are: ${names.join(', ')}.`;
  throw new UsageError(`${name} has no conflict at ${text}.`, near === undefined ? there : `Did you mean ${near}?`);
}
