import type { Instance } from './instance.js';

/** What is given up first when there are too many replicas: what serves nobody before what does, and the newest before the oldest. */
const rank: Readonly<Record<Instance['state'], number>> = {
  failed: 0,
  waiting: 1,
  queued: 2,
  'backing-off': 3,
  placed: 4,
  pulling: 4,
  creating: 4,
  probing: 5,
  unhealthy: 6,
  ready: 7,
  stopping: 8,
  deleted: 9,
};

/** The instances to stop so that `count` fewer remain; of equals those first that have to leave their place anyway. */
export const victimsOf = (
  instances: readonly Instance[],
  count: number,
  leaves: (instance: Instance) => boolean = () => false,
): readonly Instance[] =>
  instances
    .toSorted(
      (a, b) =>
        rank[a.state] - rank[b.state] || Number(leaves(b)) - Number(leaves(a)) || b.createdPosition - a.createdPosition,
    )
    .slice(0, Math.max(count, 0));
