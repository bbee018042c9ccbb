import { workerEvents, type WorkerReport } from '@enginehouse/contracts';
import { drainAfter, isDrainEvent, type Drainable } from './drain/drain.js';
import type { Logged } from './events.js';

interface Common extends Drainable {
  readonly name: string;
  readonly report: WorkerReport;
  readonly cordoned: boolean;
  readonly joinedAt: string;
  /** When it came into its state. */
  readonly since: string;
  readonly version: number;
  /** Log position of its last event. */
  readonly revision: number;
}

/** A host that runs containers, folded from its stream. */
export type Worker = Common &
  (
    | { readonly state: 'ready' }
    /** Silent, but what runs there is not moved before the grace has passed. */
    | { readonly state: 'unreachable' }
    /** Where a person removed it, it is let in again only with a join token. */
    | { readonly state: 'left'; readonly reason: string; readonly removed: boolean }
  );

const isWorkerEvent = (event: Logged): event is Logged<keyof typeof workerEvents> =>
  Object.hasOwn(workerEvents, event.type);

/** The worker after an event of its stream. */
export function evolveWorker(before: Worker | undefined, event: Logged): Worker | undefined {
  if (event.type === 'WorkerJoined') {
    return joined(before, event);
  }
  if (!before || !isWorkerEvent(event)) {
    return before;
  }
  const { version, position: revision, recordedAt: since } = event;
  if (isDrainEvent(event)) {
    return { ...before, version, revision, cordoned: true, ...drainAfter(before, event) };
  }
  switch (event.type) {
    case 'WorkerReported':
      return { ...before, version, revision, report: event.data.report };
    case 'WorkerCordoned':
      return { ...before, version, revision, cordoned: true };
    case 'WorkerUncordoned':
      return { ...before, version, revision, cordoned: false, drain: null };
    case 'WorkerUnreachable':
      return { ...before, version, revision, since, state: 'unreachable' };
    case 'WorkerReturned':
      return { ...before, version, revision, since, state: 'ready' };
    case 'WorkerLeft':
      return { ...before, version, revision, since, state: 'left', drain: null, ...leaving(event.data) };
    case 'WorkerAdmitted':
      return { ...before, version, revision, cordoned: false, ...admission(before) };
  }
}

const leaving = ({ reason, removed = false }: Logged<'WorkerLeft'>['data']) => ({ reason, removed });

const admission = ({ state }: Worker) => (state === 'left' ? { removed: false } : {});

/** A worker that joins again is as good as new, except that a cordon is lifted only by a person. */
const joined = (before: Worker | undefined, event: Logged<'WorkerJoined'>): Worker => ({
  name: event.data.report.name,
  report: event.data.report,
  cordoned: before?.cordoned ?? false,
  drain: null,
  drains: before?.drains ?? 0,
  joinedAt: event.recordedAt,
  since: event.recordedAt,
  version: event.version,
  revision: event.position,
  state: 'ready',
});
