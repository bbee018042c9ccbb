import { InMemoryAuditTrail } from './in-memory-audit-trail.js';
import { inMemoryCatalog } from '../testing/in-memory-catalog.js';
import { auditTrailContract } from './audit-trail.contract.js';
import { cardsContract, madeByContract } from './backend-views.contract.js';
import { story } from './story.contract.js';

async function viewsAfterStory() {
  const { commands, views } = inMemoryCatalog();
  await story(commands);
  return views;
}

madeByContract('in memory', viewsAfterStory);
cardsContract('in memory', viewsAfterStory);

auditTrailContract('in memory', async () => {
  const { commands, store } = inMemoryCatalog();
  await story(commands);
  return { trail: new InMemoryAuditTrail(store), store };
});
