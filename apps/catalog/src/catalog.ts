import type { DynamicModule } from '@nestjs/common';
import { catalog as contracts, type RequestContract } from '@enginehouse/contracts';
import { createEventStore, type EventStore } from '@enginehouse/event-store';
import { BusStrategy, connectBus, startBeats, type NatsBus } from '@enginehouse/messaging';
import { HealthRegistry, withCorrelation, type Logger } from '@enginehouse/service-kit';
import { BusBackendNews } from './adapters/bus/bus-backend-news.js';
import { CatalogRelay } from './adapters/bus/catalog-relay.js';
import { SchedulerDeploymentForesight } from './adapters/bus/scheduler-deployment-foresight.js';
import { SchedulerDeploymentUsage } from './adapters/bus/scheduler-deployment-usage.js';
import { registryImages } from './adapters/registry/registry-images.js';
import { migrateCatalog, schema } from './adapters/typeorm/migrate.js';
import { openReadModel, type OpenReadModel } from './adapters/typeorm/open-read-model.js';
import { AppModule } from './app.module.js';
import { LogTip } from './queries/feed/log-tip.js';
import { seedBuiltIns } from './seed-built-ins.js';

/** Where the catalog finds its database and its bus. */
export interface CatalogConnections {
  readonly databaseUrl: string;
  readonly migrationUrl?: string | undefined;
  readonly natsUrl: string;
  readonly natsCredsFile?: string | undefined;
  readonly metricsToken?: string | undefined;
  /** Accounts of registries, as docker login writes them. */
  readonly registryAuthFile?: string | undefined;
}

/** The catalog, open for business once its module and strategy are run. */
export interface OpenCatalog {
  readonly module: DynamicModule;
  readonly strategy: BusStrategy;
  readonly store: EventStore;
  readonly relay: CatalogRelay;
  readonly readModel: OpenReadModel;
  close(): Promise<void>;
}

/** Migrates, connects, catches up, brings in the built-in backends and starts relaying. */
export async function openCatalog(connections: CatalogConnections, logger: Logger): Promise<OpenCatalog> {
  const { databaseUrl, migrationUrl = databaseUrl } = connections;
  await migrateCatalog({ owner: migrationUrl, service: databaseUrl });
  const store = createEventStore({ connection: databaseUrl, schema });
  const readModel = await openReadModel(databaseUrl, store, logger);
  await readModel.follow();
  const logTip = new LogTip(store);
  await logTip.start();
  const bus = await connectBus({
    url: connections.natsUrl,
    service: 'catalog',
    onSurprise: (error) => logger.error({ err: error }, 'a message could not be handled'),
    ...(connections.natsCredsFile === undefined ? {} : { credsFile: connections.natsCredsFile }),
  });
  const news = new BusBackendNews(bus);
  readModel.onChange((names) => news.changed(names));
  const parts = {
    store,
    views: readModel.views,
    news,
    audit: readModel.audit,
    usage: new SchedulerDeploymentUsage(bus),
    foresight: new SchedulerDeploymentForesight(bus),
    images: registryImages(connections.registryAuthFile, logger),
    logTip,
    logger,
  };
  await seedBuiltIns(parts);
  news.start();
  const relay = new CatalogRelay(store, bus, logger);
  const health = healthOf({ store, bus, readModel, relay });
  const beats = startBeats(bus, 'catalog', health);
  return {
    module: AppModule.forRoot({ ...parts, health, metricsToken: connections.metricsToken }),
    strategy: strategyOf(bus, logger),
    store,
    relay,
    readModel,
    close: async () => {
      beats.stop();
      news.stop();
      await relay.stop();
      await logTip.stop();
      await readModel.close();
      await store.close();
      await bus.close();
    },
  };
}

/** Declared, and not served by this release yet. */
const unserved: ReadonlySet<RequestContract> = new Set<RequestContract>([]);

function strategyOf(bus: NatsBus, logger: Logger): BusStrategy {
  return new BusStrategy({
    bus,
    mustServe: Object.values(contracts).filter((contract) => !unserved.has(contract)),
    around: (header, run) => withCorrelation(header.correlationId, run),
    onProblem: (error) => logger.error({ err: error }, 'a message could not be handled'),
  });
}

interface Watched {
  readonly store: EventStore;
  readonly bus: NatsBus;
  readonly readModel: OpenReadModel;
  readonly relay: CatalogRelay;
}

function healthOf({ store, bus, readModel, relay }: Watched): HealthRegistry {
  const health = new HealthRegistry();
  health.add('log', () => {
    const { lastError, waitingAppends } = store.status();
    return { ok: lastError === undefined, detail: lastError ?? `${waitingAppends} appends wait` };
  });
  health.add('read-model', () => readModel.status());
  health.add('relay', () => relay.health());
  health.add('nats', () => {
    const { connected, detail } = bus.state();
    return { ok: connected, detail };
  });
  return health;
}
