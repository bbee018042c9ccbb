import { diffDefinitions } from '@enginehouse/backend-spec';
import type {
  BackendDefinition,
  BackendEvent,
  PlanDocument,
  PlannedChange,
  Problem,
  Result,
} from '@enginehouse/contracts';
import type { LoadedBackend } from '../../application/loaded-backend.js';
import { takenAway, type TakenAway } from '../../domain/apply.decisions.js';
import { fold, type Backend } from '../../domain/backend.js';
import { readableChanges } from './fitting-plan.js';

/** Which document of a plan something is about; null for none. */
export type Origin = Pick<PlannedChange, 'document' | 'source'>;

/** One item of a plan before anybody has been asked about deployments. */
export interface Draft {
  readonly item: PlannedChange;
  /** What deployments may not agree to; undefined where there is nothing to ask. */
  readonly question?: Question;
}

/** A change of a backend that exists. `definition` is what it would become, undefined where it would be gone. */
export interface Question {
  readonly backend: string;
  readonly definition: BackendDefinition | undefined;
  readonly gone: TakenAway;
}

export const originOf = (document: number, { source }: PlanDocument): Origin => ({ document, source });

const nothing = { changes: [], impact: [] };

/** A document that cannot be applied as it is. */
export const refusedDraft = (
  origin: Origin,
  name: string,
  problem: Problem,
  revision: number | null = null,
): Draft => ({ item: { name, ...origin, action: 'refused', revision, ...nothing, problem } });

/** What a decision means for a backend, where it has been made. */
export function draftOf(
  origin: Origin,
  name: string,
  loaded: LoadedBackend,
  decision: Result<readonly BackendEvent[], Problem>,
): Draft {
  const revision = loaded.state.status === 'live' ? loaded.revision : null;
  if (!decision.ok) return refusedDraft(origin, name, decision.error, revision);
  const events = decision.value;
  const after = fold(events, loaded.state);
  const [before, wanted] = [definitionOf(loaded.state), definitionOf(after)];
  const item: PlannedChange = {
    name,
    ...origin,
    action: actionOf(before, wanted, events),
    revision,
    changes: wanted ? readableChanges(diffDefinitions(before, wanted)) : [],
    impact: [],
  };
  if (!before || events.length === 0) return { item };
  return { item, question: { backend: name, definition: wanted, gone: takenAway(loaded.state, events) } };
}

const definitionOf = (state: Backend) => (state.status === 'live' ? state.definition : undefined);

function actionOf(
  before: BackendDefinition | undefined,
  after: BackendDefinition | undefined,
  events: readonly BackendEvent[],
): PlannedChange['action'] {
  if (!after) return 'delete';
  if (!before) return 'create';
  return events.length > 0 ? 'change' : 'unchanged';
}
