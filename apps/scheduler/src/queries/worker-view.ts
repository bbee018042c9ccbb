import type { DrainView, WorkerView } from '@enginehouse/contracts';
import { deviceUsage } from '@enginehouse/placement';
import type { SchedulerState } from '../domain/scheduler-state.js';
import type { Worker } from '../domain/worker.js';
import { drainText, drainView } from './drain-view.js';
import type { LiveViews } from './live-views.js';

/** A worker as users see it: what it has, and what of it is taken. */
export function workerView(state: SchedulerState, live: LiveViews, worker: Worker): WorkerView {
  const usage = state.ledger.usageOf(worker.name);
  const { report } = worker;
  const drain = drainView(state, worker);
  return {
    ...report,
    disk: { ...report.disk, freeMib: Math.round(live.heartbeatOf(worker.name)?.diskFreeMib ?? report.disk.freeMib) },
    state: worker.state,
    reason: reasonOf(worker, drain),
    cordoned: worker.cordoned,
    revision: worker.revision,
    instances: [...usage.instances],
    allocated: {
      memoryMib: usage.memoryMib,
      cpus: usage.cpus,
      gpus: report.devices.map(({ index, uuid }) => {
        const { claimedMib, instances } = deviceUsage(usage, uuid);
        return { index, claimedMib, instances: [...instances] };
      }),
    },
    drain,
    heardAt: live.heartbeatOf(worker.name)?.heardAt ?? null,
    joinedAt: worker.joinedAt,
  };
}

function reasonOf(worker: Worker, drain: DrainView | null): string {
  switch (worker.state) {
    case 'ready':
      if (drain) {
        return drainText(drain);
      }
      return worker.cordoned ? 'cordoned: takes no new instances' : '';
    case 'unreachable':
      return `no heartbeat since ${worker.since}; what runs there moves after the grace`;
    case 'left':
      return worker.reason;
  }
}
