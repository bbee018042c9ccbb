import type { Result } from '@enginehouse/contracts';
import type { EngineEvent } from './container-event.js';
import type { ContainerSpec } from './container-spec.js';
import type { ContainerDetails, ContainerSummary } from './container-state.js';
import type { EngineFailure } from './engine-failure.js';

/** A promise of a value, or of the reason why there is none. */
export type EngineResult<T> = Promise<Result<T, EngineFailure>>;

/** What the engine is and what its host has. */
export interface EngineInfo {
  readonly name: string;
  readonly version: string;
  readonly cpus: number;
  readonly memoryMib: number;
  readonly runtimes: readonly string[];
  readonly defaultRuntime: string;
  /** Where the engine keeps images and containers. */
  readonly dataDirectory: string;
  readonly warnings: readonly string[];
}

/** What an image says about itself. */
export interface ImageConfig {
  readonly id: string;
  /** `sha256:` digests under which registries know it; empty for an image that was built here. */
  readonly digests: readonly string[];
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `uid`, `name` or `uid:gid`; empty means root. */
  readonly user: string;
  readonly exposedPorts: readonly number[];
  readonly sizeBytes: number;
  readonly architecture: string;
}

/** How far a pull is. `percent` never falls; `totalBytes` grows while layers become known. */
export interface PullProgress {
  readonly percent: number;
  readonly downloadedBytes: number;
  readonly totalBytes: number;
  readonly layers: { readonly done: number; readonly total: number };
}

/** A registry account. */
export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
}

/** How to pull. */
export interface PullOptions {
  readonly auth?: RegistryAuth;
  /** Called when the percentage or the number of finished layers changes. */
  readonly onProgress?: (progress: PullProgress) => void;
  /** Gives the pull up; the result is then `cancelled`. */
  readonly signal?: AbortSignal;
}

/** One line a container wrote. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** ISO 8601 with nanoseconds, the engine host's clock. */
  readonly at?: string;
  /** Without its line end; cut where it was too long. */
  readonly line: string;
  /** True where the rest of an overlong line was left out. */
  readonly cut?: boolean;
}

/** Which lines to read. */
export interface LogOptions {
  /** The last so many lines; all when left out. */
  readonly tail?: number;
  /** ISO 8601: only lines from this time on. */
  readonly since?: string;
  /** Goes on until the container ends. */
  readonly follow?: boolean;
  /** Ends the reading without an error. */
  readonly signal?: AbortSignal;
}

/** Which containers an answer is about: those that carry all of these labels. */
export interface LabelFilter {
  readonly labels: Readonly<Record<string, string>>;
}

/** Which events to follow. */
export interface EventOptions extends LabelFilter {
  /** ISO 8601: past events from this time on come first, as far as the engine remembers. */
  readonly since?: string;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
}

/**
 * Runs containers on one host. Expected failures are results; every call has a time limit, after which it fails with
 * `engine-unreachable` (the engine may still do what it was asked).
 */
export interface ContainerEngine {
  ping(): EngineResult<void>;
  info(): EngineResult<EngineInfo>;

  imagePresent(reference: string): EngineResult<boolean>;
  /** Fails with `image-not-found` where the image is not on this host. */
  imageConfig(reference: string): EngineResult<ImageConfig>;
  /** `digest` is null where the registry names none. A pull that shows no progress for minutes is given up as `registry-unreachable`. */
  pull(reference: string, options?: PullOptions): EngineResult<{ readonly digest: string | null }>;

  /** Makes a container without starting it. The image must be there. `name-taken` carries the id of the container that has the name. */
  create(spec: ContainerSpec): EngineResult<{ readonly id: string }>;
  /** Nothing happens where it runs already. After a failure the container is left in state `created`: remove it. */
  start(id: string): EngineResult<void>;
  /** Sends the stop signal, and SIGKILL when the grace is over; returns when the container has ended. Nothing happens where it has. */
  stop(id: string, options: { readonly graceSeconds: number }): EngineResult<void>;
  /** Removes it with its anonymous volumes, running or not. Nothing happens where there is none. */
  remove(id: string): EngineResult<void>;

  inspect(id: string): EngineResult<ContainerDetails>;
  /** Containers in any state. */
  list(filter: LabelFilter): EngineResult<readonly ContainerSummary[]>;
  /** Also of a container that has ended. A stream that breaks later throws `EngineFailureError`. */
  logs(id: string, options?: LogOptions): EngineResult<AsyncIterable<LogLine>>;
  /** Never fails: it subscribes again for ever and says so; see `EngineEvent`. */
  events(options: EventOptions): AsyncIterable<EngineEvent>;
}
