import type { WorkerSnapshot } from '@enginehouse/placement';
import type { Worker } from './worker.js';

/** A worker as placement looks at it. */
export const snapshotOf = (worker: Worker): WorkerSnapshot => ({
  report: worker.report,
  ready: worker.state === 'ready',
  notReadyReason: worker.state === 'unreachable' ? `unreachable since ${worker.since}` : 'has left',
  cordoned: worker.cordoned,
});
