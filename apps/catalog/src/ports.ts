import type { BackendSource, BackendSummary, BackendView, Problem, Result } from '@enginehouse/contracts';

/** Who answers whether something is in use. Fails closed: no answer is a problem, never "not in use". */
export interface DeploymentUsage {
  /** The names of the deployments that use a backend, or one version of it; running, stopped or through `Auto`. */
  using(backend: string, version?: string): Promise<Result<readonly string[], Problem>>;
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
