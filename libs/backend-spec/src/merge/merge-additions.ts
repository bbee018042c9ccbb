import type { BackendDefinition } from '@enginehouse/contracts';
import type { MergeRequest } from './merge-definitions.js';
import { mergeOrder, placedInto } from './merge-order.js';

/** What the new versions of upstream lead to, and nothing else of it. */
export interface AdditionsOutcome {
  readonly merged: BackendDefinition;
  /** What to compare with next time: the base of before with these versions. */
  readonly nextBase: BackendDefinition;
  readonly addedVersions: readonly string[];
}

/**
 * Takes over only the versions that upstream has and had not before. Nothing that is there changes, and nothing can
 * conflict: a version whose name is taken here is left for a real merge.
 */
export function mergeAdditions(sides: Pick<MergeRequest, 'base' | 'upstream' | 'yours'>): AdditionsOutcome {
  const { base, upstream, yours } = sides;
  const known = new Set([...namesOf(base), ...namesOf(yours)]);
  const added = upstream.versions.filter(({ name }) => !known.has(name));
  const nextBase = {
    ...base,
    versions: inOrder([...base.versions, ...added], placedInto(namesOf(base), namesOf(upstream))),
  };
  const order = mergeOrder({ base: namesOf(base), upstream: namesOf(nextBase), yours: namesOf(yours) });
  const merged = { ...yours, versions: inOrder([...yours.versions, ...added], order) };
  return { merged, nextBase, addedVersions: added.map(({ name }) => name) };
}

const namesOf = ({ versions }: BackendDefinition): readonly string[] => versions.map(({ name }) => name);

function inOrder(versions: BackendDefinition['versions'], order: readonly string[]): BackendDefinition['versions'] {
  const byName = new Map(versions.map((version) => [version.name, version]));
  return order.flatMap((name) => byName.get(name) ?? []);
}
