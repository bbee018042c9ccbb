import type { RequestHeader } from '@enginehouse/contracts';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { createLogger, newHeader } from '@enginehouse/service-kit';
import { BackendCommands } from '../application/backend-commands.js';
import { BackendRepository } from '../application/backend-repository.js';
import { ImageLocks } from '../application/image-locks.js';
import { InUseGuard } from '../application/in-use-guard.js';
import { LockableCommands } from '../application/lockable-commands.js';
import { InMemoryBackendViews } from '../read-model/in-memory-backend-views.js';
import { FakeBackendNews } from './fake-backend-news.js';
import { FakeDeploymentUsage } from './fake-deployment-usage.js';
import { FakeImageRegistry } from './fake-image-registry.js';

/** Everything behind the use cases, without any service. */
export function inMemoryCatalog(store = new InMemoryEventStore()) {
  const views = new InMemoryBackendViews(store);
  const usage = new FakeDeploymentUsage();
  const repository = new BackendRepository(store);
  const logger = createLogger({ service: 'catalog', level: 'silent' });
  const news = new FakeBackendNews();
  const commands = new BackendCommands(repository, new InUseGuard(usage, logger), store, views, news, logger);
  const images = new FakeImageRegistry();
  const locks = new ImageLocks(repository, images);
  const lockable = new LockableCommands(commands, locks);
  return { store, views, news, usage, repository, commands, images, locks, lockable };
}

/** A request by a user, with a fresh key unless one is given. */
export const header = (idempotencyKey?: string, more: Partial<RequestHeader> = {}): RequestHeader => ({
  ...newHeader('user:ada', idempotencyKey === undefined ? {} : { idempotencyKey }),
  ...more,
});
