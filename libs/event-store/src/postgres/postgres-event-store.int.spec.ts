import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import { afterAll, beforeAll } from 'vitest';
import { eventStoreContract } from '../event-store.contract.js';
import { migrate } from './migrate.js';
import { createEventStore } from './postgres-event-store.js';

let database: TestDatabase;
let logs = 0;
beforeAll(async () => {
  database = await testPostgres();
});
afterAll(() => database.close());

eventStoreContract('PostgreSQL', async () => {
  logs += 1;
  const schema = `log_${logs}`;
  await migrate(database.url, schema);
  return createEventStore({ connection: database.url, schema });
});
