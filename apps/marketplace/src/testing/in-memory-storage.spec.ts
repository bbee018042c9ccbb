import { describe } from 'vitest';
import { InMemorySnapshots } from './in-memory-snapshots.js';
import { InMemorySyncRuns } from './in-memory-sync-runs.js';
import { snapshotsContract } from './snapshots.contract.js';
import { syncRunsContract } from './sync-runs.contract.js';

describe('in memory', () => {
  const [snapshots, runs] = [new InMemorySnapshots(), new InMemorySyncRuns()];
  snapshotsContract(() => snapshots);
  syncRunsContract(() => runs);
});
