import type { EventStore } from '@enginehouse/event-store';
import type { Logger } from '@enginehouse/service-kit';
import { BackendCommands } from './application/backend-commands.js';
import { BackendRepository } from './application/backend-repository.js';
import { InUseGuard } from './application/in-use-guard.js';
import { loadBuiltIns } from './builtin/load-built-ins.js';
import type { BackendNews, BackendViews, DeploymentUsage } from './ports.js';
import { SeedBuiltInsHandler } from './use-cases/seed-built-ins/seed-built-ins.handler.js';

interface SeedParts {
  readonly store: EventStore;
  readonly views: BackendViews;
  readonly news: BackendNews;
  readonly usage: DeploymentUsage;
  readonly logger: Logger;
}

/** Brings in the built-in backends before anybody can ask for them. */
export async function seedBuiltIns({ store, views, news, usage, logger }: SeedParts): Promise<void> {
  const repository = new BackendRepository(store);
  const commands = new BackendCommands(repository, new InUseGuard(usage, logger), store, views, news, logger);
  const { changed, refused } = await new SeedBuiltInsHandler(commands, repository).execute(await loadBuiltIns());
  if (changed.length > 0) logger.info({ backends: changed }, 'built-in backends were brought up to this release');
  for (const { name, detail } of refused) logger.error({ backend: name, detail }, 'a built-in backend was refused');
}
