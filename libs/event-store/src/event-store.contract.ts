import { afterEach, beforeEach, describe } from 'vitest';
import { followsLogs } from './contract/following.contract.js';
import { appendsOnce } from './contract/idempotency.contract.js';
import { holdsLocks } from './contract/locks.contract.js';
import { placesEvents } from './contract/placing.contract.js';
import { readsLogs } from './contract/reading.contract.js';
import { refusesAppends } from './contract/refusal.contract.js';
import { remembersProgress } from './contract/subscriptions.contract.js';
import type { EventStore } from './event-store.js';

const clauses = [placesEvents, appendsOnce, refusesAppends, readsLogs, followsLogs, remembersProgress, holdsLocks];

/** What every event store must do. `open` gives an empty one. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>): void {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    for (const clause of clauses) {
      clause(() => store);
    }
  });
}
