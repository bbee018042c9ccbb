import { InMemoryAuditTrail } from './in-memory-audit-trail.js';
import { inMemoryCatalog } from '../testing/in-memory-catalog.js';
import { auditTrailContract } from './audit-trail.contract.js';
import { madeByContract } from './backend-views.contract.js';
import { story } from './story.contract.js';

madeByContract('in memory', async () => {
  const { commands, views } = inMemoryCatalog();
  await story(commands);
  return views;
});

auditTrailContract('in memory', async () => {
  const { commands, store } = inMemoryCatalog();
  await story(commands);
  return { trail: new InMemoryAuditTrail(store), store };
});
