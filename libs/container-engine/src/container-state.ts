import type { PublishedPort } from './container-spec.js';

/** How a container's main process ended. Times are ISO 8601, the engine host's clock. */
export interface ContainerExit {
  readonly exitCode: number;
  /** Whether the kernel killed one of its processes for lack of memory. */
  readonly oomKilled: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The engine's own words, where it had to say something. */
  readonly error: string | null;
}

/** What the image's own health check says; `none` where it has none. */
export type ContainerHealth = 'none' | 'starting' | 'healthy' | 'unhealthy';

/** What is true of a container now. `created` with an error is a container that could not start. */
export type ContainerState =
  | { readonly status: 'created'; readonly error: string | null }
  | { readonly status: 'running'; readonly startedAt: string; readonly health: ContainerHealth }
  | { readonly status: 'paused'; readonly startedAt: string }
  | { readonly status: 'exited'; readonly exit: ContainerExit }
  | { readonly status: 'removing' };

/** The word for a container's state. */
export type ContainerStatus = ContainerState['status'];

/** What a list tells about a container. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  /** The image as it was named at creation. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: ContainerStatus;
}

/** Everything known about one container. */
export interface ContainerDetails {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** The image's content id, `sha256:` and 64 hex digits. */
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly state: ContainerState;
  /** The program and its arguments, entrypoint included. */
  readonly argv: readonly string[];
  readonly published: readonly PublishedPort[];
}

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** Says in plain words how a container ended. */
export function describeExit(exit: Pick<ContainerExit, 'exitCode' | 'oomKilled'>): string {
  if (exit.oomKilled) return `ran out of memory (exit code ${exit.exitCode})`;
  if (exit.exitCode === 0) return 'ended by itself (exit code 0)';
  if (exit.exitCode === 126) return 'the program could not be executed (exit code 126)';
  if (exit.exitCode === 127) return 'the program was not found (exit code 127)';
  const signal = signals[exit.exitCode - 128];
  if (signal !== undefined) return `was ended by ${signal} (exit code ${exit.exitCode})`;
  return `failed with exit code ${exit.exitCode}`;
}
