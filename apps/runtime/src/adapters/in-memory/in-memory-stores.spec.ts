import { storesContract, type Stores } from '../stores.contract.js';
import { InMemoryInstanceRecords, InMemoryKept, InMemoryLogArchive, InMemoryOutboxStore } from './in-memory-stores.js';

storesContract('in memory', async () => {
  const stores: Stores = {
    kept: new InMemoryKept(),
    records: new InMemoryInstanceRecords(),
    outbox: new InMemoryOutboxStore(),
    archive: new InMemoryLogArchive(),
    reopen: async () => stores,
  };
  return stores;
});
