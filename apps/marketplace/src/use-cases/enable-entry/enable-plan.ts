import { isDeepStrictEqual } from 'node:util';
import { mergeDefinitions } from '@enginehouse/backend-spec';
import type { BackendDefinition, EntryPlan, MergeDecision, Provenance, RecordedDigest } from '@enginehouse/contracts';
import { differingFrom } from '../../domain/entry-plan.js';
import type { Entry } from '../../domain/entry.js';

export type EnablePlan = Extract<EntryPlan, { kind: 'enable' }>;

/** What an entry is to be in the catalog. */
export interface Wanted {
  readonly definition: BackendDefinition;
  /** What to compare with at the next update. */
  readonly base: BackendDefinition;
  /** What was changed here before it was disabled is in it. */
  readonly restored: boolean;
  /** Where upstream has changed the same since; yours was kept. */
  readonly keptYours: string[][];
}

/** What upstream offers and, where it was enabled before, what was changed here then. */
export function wantedOf({ backend }: Entry, offered: BackendDefinition, mark: string): Wanted {
  if (backend.status !== 'disabled') return { definition: offered, base: offered, restored: false, keptYours: [] };
  const yours = { ...backend.yours, backend_name: offered.backend_name };
  // Nothing uses a backend that is not there.
  const sides = { base: backend.upstream, upstream: offered, yours, inUse: () => [], mark };
  const { conflicts } = mergeDefinitions(sides);
  const decisions = conflicts.map(({ path }): MergeDecision => ({ path, take: 'yours' }));
  const { merged, nextBase } = mergeDefinitions({ ...sides, decisions });
  const definition = merged ?? offered;
  const restored = !isDeepStrictEqual(definition, offered);
  return { definition, base: nextBase, restored, keptYours: conflicts.map(({ path }) => path) };
}

/** Says all of it, so that the change can be made from this alone. */
export function enablePlan(
  { definition, base: upstream, restored, keptYours }: Wanted,
  provenance: Provenance,
  digests: RecordedDigest[],
): EnablePlan {
  const differing = differingFrom(upstream, definition);
  const { backend_name: name } = definition;
  return { kind: 'enable', name, upstream, provenance, digests, differing, restored, keptYours };
}
