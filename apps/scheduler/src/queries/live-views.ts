import type { Heartbeat, Progress } from '@enginehouse/contracts';

/** A heartbeat, and when it came, as ISO 8601. */
export type HeardBeat = Heartbeat & { readonly heardAt: string };

/** What is known about the present without being in the log: it is told all the time and forgotten with the process. */
export interface LiveViews {
  progressOf(instance: string): Progress | undefined;
  heartbeatOf(worker: string): HeardBeat | undefined;
  /** The newest revision of a backend in the catalog; null where there is none or it is not known yet. */
  backendRevision(backend: string): number | null;
}

/** Nothing is known: for replaying and for tests. */
export const nothingLive: LiveViews = {
  progressOf: () => undefined,
  heartbeatOf: () => undefined,
  backendRevision: () => null,
};
