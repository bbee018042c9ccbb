import type { BackendSource, BackendSummary, BackendView, Problem, Result } from '@enginehouse/contracts';

/** A removal about to happen: of a whole backend (`versions` null), or of some of its versions. */
export interface UseHold {
  readonly hold: string;
  readonly backend: string;
  readonly versions: readonly string[] | null;
}

/** Who knows the deployments. Fails closed: no answer is a problem, never "not in use". */
export interface DeploymentUsage {
  /** Keeps new deployments off what is to be removed; `backend-in-use` or `version-in-use` where some use it already. */
  hold(hold: UseHold): Promise<Result<null, Problem>>;
  /** Lets deployments in again: from a reading of the backend that is at least of this revision. */
  release(hold: UseHold, revision: number): Promise<Result<null, Problem>>;
}
export const DEPLOYMENT_USAGE = Symbol('DEPLOYMENT_USAGE');

export interface BackendListRequest {
  readonly search?: string;
  readonly source?: BackendSource;
  readonly framework?: string;
  readonly limit: number;
  /** The key of the last backend of the page before. */
  readonly afterKey?: string;
}

/** The current state of every backend, following the log closely. */
export interface BackendViews {
  get(name: string): Promise<BackendView | undefined>;
  /** One more than `limit` where there is more. */
  list(request: BackendListRequest): Promise<readonly BackendSummary[]>;
  /** Resolves once everything up to a position can be read; false when that takes longer than `timeoutMs`. */
  waitFor(position: number, timeoutMs: number): Promise<boolean>;
}
export const BACKEND_VIEWS = Symbol('BACKEND_VIEWS');

/** The log of this service; injection token for its `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');
