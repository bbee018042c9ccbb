/**
 * Makes the read model again from the log while the service goes on: `node apps/catalog/dist/rebuild-read-model.js`.
 * Prints what it found as one line of JSON: `differing` lists backends whose rows were not what the log says,
 * `repairedEntries` says how many entries of the audit view were not.
 */
import { createEventStore } from '@enginehouse/event-store';
import { createLogger } from '@enginehouse/service-kit';
import { schema } from './adapters/typeorm/migrate.js';
import { openReadModel } from './adapters/typeorm/open-read-model.js';
import { databaseConfig } from './config.js';

const env = databaseConfig();
const store = createEventStore({ connection: env.DATABASE_URL, schema });
const readModel = await openReadModel(env.DATABASE_URL, store, createLogger({ service: 'catalog', level: 'warn' }));
process.stdout.write(`${JSON.stringify(await readModel.rebuild())}\n`);
await readModel.close();
await store.close();
