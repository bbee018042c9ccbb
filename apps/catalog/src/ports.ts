import type {
  AuditEntry,
  BackendDefinition,
  BackendEventType,
  BackendSource,
  BackendSummary,
  BackendView,
  ChangeImpact,
  ImageFacts,
  Problem,
  Result,
} from '@enginehouse/contracts';

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

/** Who tells what a change would mean for the deployments, and keeps nobody off anything. */
export interface DeploymentForesight {
  /** The names of the deployments that use a backend, or one version of it; running, stopped or through `Auto`. */
  using(backend: string, version?: string): Promise<Result<readonly string[], Problem>>;
  /** What each deployment that uses the backend would make of the changed definition; none is its deletion. */
  impactOf(backend: string, definition?: BackendDefinition): Promise<Result<readonly ChangeImpact[], Problem>>;
}
export const DEPLOYMENT_FORESIGHT = Symbol('DEPLOYMENT_FORESIGHT');

export interface BackendListRequest {
  readonly search?: string;
  readonly source?: BackendSource;
  readonly framework?: string;
  readonly limit: number;
  /** The key of the last backend of the page before. */
  readonly afterKey?: string;
}

/** A backend that a set of documents made, and the revision it is at. */
export interface MadeBackend {
  readonly name: string;
  readonly source: BackendSource;
  readonly revision: number;
}

/** The current state of every backend, following the log closely. */
export interface BackendViews {
  get(name: string): Promise<BackendView | undefined>;
  /** Differs whenever anything may be read that could not be read before. Taken before a read, it never stands for more than that read gave. */
  state(): Promise<string>;
  /** One more than `limit` where there is more. */
  list(request: BackendListRequest): Promise<readonly BackendSummary[]>;
  /** The names of all backends. */
  names(): Promise<readonly string[]>;
  /** The backends that a set of documents made and that are still there, in the order of their names. */
  madeBy(applySet: string): Promise<readonly MadeBackend[]>;
  /** Resolves once everything up to a position can be read; false when that takes longer than `timeoutMs`. */
  waitFor(position: number, timeoutMs: number): Promise<boolean>;
}
export const BACKEND_VIEWS = Symbol('BACKEND_VIEWS');

/** Tells whoever remembers answers about backends that they do not hold any more. */
export interface BackendNews {
  /** Backends by their names; null: any may have changed. */
  changed(names: readonly string[] | null): void;
}
export const BACKEND_NEWS = Symbol('BACKEND_NEWS');

/** Which changes are looked for; what is left out does not matter. Times are as the log writes them. */
export interface AuditQuestion {
  readonly actor?: string | undefined;
  /** A backend's name, in any case. */
  readonly backend?: string | undefined;
  readonly type?: BackendEventType | undefined;
  /** From this time on. */
  readonly since?: string | undefined;
  /** Before this time. */
  readonly until?: string | undefined;
  /** Below this position. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Every change of the catalog, following the log as closely as `BackendViews`: `waitFor` is for both. */
export interface AuditTrail {
  /** Newest first; one more than `limit` where there is more. */
  find(question: AuditQuestion): Promise<readonly AuditEntry[]>;
}
export const AUDIT_TRAIL = Symbol('AUDIT_TRAIL');

/** Who knows what images are. Nothing is pulled. */
export interface ImageRegistry {
  /** What an image says about itself. `fresh`: now; else an answer may be a minute old. */
  imageFacts(image: string, how?: { readonly fresh?: boolean }): Promise<Result<ImageFacts, Problem>>;
  /** The digest that a reference means; likewise. */
  currentDigest(image: string, how?: { readonly fresh?: boolean }): Promise<Result<string, Problem>>;
}
export const IMAGE_REGISTRY = Symbol('IMAGE_REGISTRY');

/** The log of this service; injection token for its `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');
