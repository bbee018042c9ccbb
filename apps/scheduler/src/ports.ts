import type {
  BackendView,
  ImageFacts,
  ModelWeights,
  Problem,
  RequestHeader,
  Result,
  Route,
} from '@enginehouse/contracts';

/** Reads definitions of backends. */
export interface BackendCatalog {
  get(name: string, header: RequestHeader): Promise<Result<BackendView, Problem>>;
}
export const BACKEND_CATALOG = Symbol('BACKEND_CATALOG');

/** Gives up removals from the catalog that never ended. */
export interface BackendRemovals {
  /** Answers with the backend's newest revision once the removal has happened or cannot happen any more. */
  abandon(backend: string, hold: string): Promise<Result<{ readonly revision: number }, Problem>>;
}

/** What a preview asks: backends as they are or were, what registries say about images, and workers about weights. */
export interface PreviewSources {
  backend(name: string, revision: number | undefined, header: RequestHeader): Promise<Result<BackendView, Problem>>;
  image(image: string, header: RequestHeader): Promise<Result<ImageFacts, Problem>>;
  weights(
    worker: string,
    path: string,
    header: RequestHeader,
    timeoutMs: number,
  ): Promise<Result<ModelWeights, Problem>>;
}
export const PREVIEW_SOURCES = Symbol('PREVIEW_SOURCES');

/** Where the gateway reads which deployment is served by whom. May throw; what could not be written is written again. */
export interface RouteTable {
  put(deployment: string, route: Route): Promise<void>;
  delete(deployment: string): Promise<void>;
  deployments(): Promise<readonly string[]>;
}

/** Tells a worker that its assignments have changed; at most once, it also asks by itself. */
export interface WorkerHints {
  hint(worker: string, epoch: number): void;
}

/** A clock that never jumps, in milliseconds; only differences mean something. */
export interface MonotonicClock {
  now(): number;
}

/** The log of this service; injection token for its `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');
/** Injection token for what is known beside the log: `LiveViews`. */
export const LIVE_VIEWS = Symbol('LIVE_VIEWS');
/** Injection token for the service's settings: `SchedulerSettings`. */
export const SETTINGS = Symbol('SETTINGS');
