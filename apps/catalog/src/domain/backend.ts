import { applyChange } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendEvent, BackendSource, BackendVersion } from '@enginehouse/contracts';

/** A backend as its events tell it. */
export type Backend =
  | { readonly status: 'absent' }
  | LiveBackend
  | { readonly status: 'deleted'; readonly name: string };

export interface LiveBackend {
  readonly status: 'live';
  readonly source: BackendSource;
  readonly definition: BackendDefinition;
  /** The set of documents that made it, where `apply` did. */
  readonly applySet?: string | undefined;
}

/** What a backend is before its first event. */
export const initialBackend: Backend = { status: 'absent' };

/** The stream of a backend. Names differ by more than case, so the lower-case name identifies it. */
export const backendStreamId = (name: string): string => `backend:${name.toLowerCase()}`;

/** The state after an event. An event that a newer program wrote and this one does not know changes nothing. */
export function evolve(state: Backend, event: BackendEvent): Backend {
  if (event.type === 'BackendRegistered') return { status: 'live', ...event.data };
  if (event.type === 'BackendRolledBack') return rolledBack(event.data);
  if (state.status !== 'live' || event.type === 'RemovalAbandoned') return state;
  if (event.type === 'BackendDeleted') return { status: 'deleted', name: state.definition.backend_name };
  const definition: BackendDefinition | undefined = applyChange(state.definition, event);
  return definition === undefined ? state : { ...state, definition };
}

const rolledBack = ({
  toRevision: _revision,
  ...what
}: Extract<BackendEvent, { type: 'BackendRolledBack' }>['data']): Backend => ({
  status: 'live',
  ...what,
});

/** The state after a whole list of events. */
export const fold = (events: readonly BackendEvent[], from: Backend = initialBackend): Backend =>
  events.reduce(evolve, from);

/** The version of that exact name, where there is one. */
export const findVersion = (backend: LiveBackend, name: string): BackendVersion | undefined =>
  backend.definition.versions.find((version) => version.name === name);

/** The name as it was written, of a backend that exists or existed. */
export function nameOf(backend: Backend): string | undefined {
  if (backend.status === 'absent') return undefined;
  return backend.status === 'live' ? backend.definition.backend_name : backend.name;
}
