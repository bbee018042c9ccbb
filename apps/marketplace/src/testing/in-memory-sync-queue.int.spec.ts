import { describe } from 'vitest';
import { InMemorySyncQueue } from './in-memory-sync-queue.js';
import { syncQueueContract } from './sync-queue.contract.js';

describe('syncs in memory', () => {
  syncQueueContract((parts) => Promise.resolve(new InMemorySyncQueue(parts)));
});
