// @ts-check
import { createEventStore } from '../../libs/event-store/dist/index.js';
import { createLogger } from '../../libs/service-kit/dist/index.js';
import { openReadModel } from '../../apps/catalog/dist/adapters/typeorm/open-read-model.js';

/** What `node apps/catalog/dist/rebuild-read-model.js` does, without the start of a program.
 * @param {string} databaseUrl */
export async function rebuildReadModel(databaseUrl) {
  const store = createEventStore({ connection: databaseUrl, schema: 'catalog' });
  const readModel = await openReadModel(databaseUrl, store, createLogger({ service: 'catalog', level: 'silent' }));
  try {
    return await readModel.rebuild();
  } finally {
    await readModel.close();
    await store.close();
  }
}
