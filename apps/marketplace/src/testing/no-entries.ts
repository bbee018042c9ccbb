import type { AfterSync, EnabledEntries } from '../ports.js';

/** A marketplace of which nothing is enabled. */
export const noEntries: EnabledEntries = {
  list: () => [],
  get: () => undefined,
  settings: () => ({ revision: 0, policy: null }),
};

/** Nobody who needs to be told of a sync. */
export const nobodyAfter: AfterSync = { synced: () => Promise.resolve() };
