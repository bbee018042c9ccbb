import type { DynamicModule } from '@nestjs/common';
import { marketplace as contracts } from '@enginehouse/contracts';
import { createEventStore, type EventStore } from '@enginehouse/event-store';
import { readIndex } from '@enginehouse/market-index';
import { BusStrategy, connectBus, startBeats, type NatsBus } from '@enginehouse/messaging';
import { HealthRegistry, RegistryAccountFile, withCorrelation, type Logger } from '@enginehouse/service-kit';
import { BullSyncQueue } from './adapters/bullmq/bull-sync-queue.js';
import { BusCatalog } from './adapters/bus/bus-catalog.js';
import { BusUsage } from './adapters/bus/bus-usage.js';
import { MarketplaceRelay } from './adapters/bus/marketplace-relay.js';
import { SourceFetchers } from './adapters/fetch/source-fetchers.js';
import { openStorage, schema, type Storage } from './adapters/open-storage.js';
import { SharpIconMaker } from './adapters/icons/sharp-icon-maker.js';
import { MarkdownItRenderer } from './adapters/markdown/markdown-it-renderer.js';
import { TypeormSnapshots } from './adapters/typeorm/typeorm-snapshots.js';
import { TypeormSyncRuns } from './adapters/typeorm/typeorm-sync-runs.js';
import { AppModule } from './app.module.js';
import { EntryDirectory } from './application/entry-directory.js';
import type { AtEntryFailpoint } from './application/entry-failpoints.js';
import { noFailpoints, type AtFailpoint } from './application/failpoints.js';
import { SourceSync } from './application/run-sync.js';
import { SourceCommands } from './application/source-commands.js';
import { DirectorySources, SourceDirectory } from './application/source-directory.js';
import { SyncAttempts } from './application/sync-attempts.js';
import { SyncDesk } from './application/sync-desk.js';
import { SyncMetrics } from './application/sync-metrics.js';
import { SyncRequests } from './application/sync-requests.js';
import type { SyncSettings } from './application/sync-settings.js';
import { verifySource } from './domain/trust.js';
import { entriesWith } from './entries.js';
import { ownVersion } from './own-version.js';
import type { Catalog, Clock, IconMaker, SourceFetcher, Usage } from './ports.js';
import { seedBuiltInSource } from './use-cases/seed-built-in-source/seed-built-in-source.handler.js';

/** Where the marketplace finds what it works with, and how it syncs. */
export interface MarketplaceOptions {
  readonly databaseUrl: string;
  readonly migrationUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly natsUrl: string;
  readonly natsCredsFile?: string | undefined;
  readonly metricsToken?: string | undefined;
  /** Accounts of registries, as docker login writes them. */
  readonly registryAuthFile?: string | undefined;
  readonly extraCaFile?: string | undefined;
  readonly fileRoots: readonly string[];
  readonly sync: SyncSettings;
}

/** What tests put in the place of the world outside. */
export interface MarketplaceStandIns {
  readonly fetcher?: SourceFetcher;
  readonly icons?: IconMaker;
  readonly catalog?: Catalog;
  readonly usage?: Usage;
  readonly at?: AtFailpoint;
  readonly atEntry?: AtEntryFailpoint;
  readonly now?: Clock;
}

/** The marketplace, at work once its module and strategy are run. */
export interface OpenMarketplace {
  readonly module: DynamicModule;
  readonly strategy: BusStrategy;
  readonly store: EventStore;
  /** Makes the metrics known to Prometheus' registry, of which a process has one. */
  registerMetrics(): void;
  close(): Promise<void>;
}

/** Migrates, connects, learns which sources there are, and begins to sync them. */
export async function openMarketplace(
  options: MarketplaceOptions,
  logger: Logger,
  standIns: MarketplaceStandIns = {},
): Promise<OpenMarketplace> {
  const storage = await openStorage(options, (error) =>
    logger.warn({ err: error }, 'the place of sources and syncs is not there yet; trying again'),
  );
  const store = createEventStore({ connection: options.databaseUrl, schema });
  const directory = new SourceDirectory(store, logger);
  const entryDirectory = new EntryDirectory(store, logger);
  await Promise.all([directory.start(), entryDirectory.start()]);
  const bus = await connectBus({
    url: options.natsUrl,
    service: 'marketplace',
    onSurprise: (error) => logger.error({ err: error }, 'a message could not be handled'),
    ...(options.natsCredsFile === undefined ? {} : { credsFile: options.natsCredsFile }),
  });
  const opened = { options, logger, storage, store, directory, entryDirectory, bus, standIns };
  const commands = new SourceCommands(store, directory);
  const seeded = await seedBuiltInSource(commands);
  if (!seeded.ok) logger.error({ problem: seeded.error }, 'the source that comes with Enginehouse could not be added');
  return atWork({ ...opened, commands });
}

interface Opened {
  readonly options: MarketplaceOptions;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly store: EventStore;
  readonly directory: SourceDirectory;
  readonly entryDirectory: EntryDirectory;
  readonly commands: SourceCommands;
  readonly bus: NatsBus;
  readonly standIns: MarketplaceStandIns;
}

function atWork(opened: Opened): OpenMarketplace {
  const { options, logger, storage, store, directory, entryDirectory, commands, bus, standIns } = opened;
  const onProblem = (error: unknown) => logger.warn({ err: error }, 'the catalog could not be followed; trying again');
  const { catalog = new BusCatalog(bus, onProblem), usage = new BusUsage(bus) } = standIns;
  const sharp = new SharpIconMaker();
  const { icons = sharp, at = noFailpoints } = standIns;
  const fetcher = standIns.fetcher ?? realFetcher(options, logger);
  const snapshots = new TypeormSnapshots(storage.database);
  const runs = new TypeormSyncRuns(storage.database);
  const metrics = new SyncMetrics();
  const sources = new DirectorySources(directory);
  const ofEntries = { directory: entryDirectory, now: standIns.now, at: standIns.atEntry };
  const entries = entriesWith({ store, sources, snapshots, catalog, usage, logger, ...ofEntries });
  const { after } = entries;
  const nextSyncAt = (source: string) => queue.nextAt(source);
  const syncing = { commands, fetcher, icons, snapshots, runs, after, metrics, logger, at, nextSyncAt };
  const sync = new SourceSync({ ...syncing, verify: verifySource, read: readIndex, version: ownVersion() });
  const queue: BullSyncQueue = queueOf(opened, sync);
  const relay = new MarketplaceRelay(store, bus, logger);
  const syncs = new SyncRequests(queue, runs);
  const desk = new SyncDesk({ directory, queue, syncs, snapshots, runs, after, logger });
  [desk, entries.desk, queue].forEach((each) => each.start());
  const health = healthOf({ store, directory, entryDirectory, bus, queue, relay });
  const beats = startBeats(bus, 'marketplace', health);
  const parts = {
    store,
    directory,
    commands,
    sources,
    fetcher,
    snapshots,
    runs,
    queue,
    syncs,
    entries: entries.enabled,
    changing: entries.providers,
    catalog,
    usage,
    markdown: new MarkdownItRenderer(),
  };
  return {
    module: AppModule.forRoot({ ...parts, logger, health, metricsToken: options.metricsToken }),
    strategy: strategyOf(bus, logger),
    store,
    registerMetrics: () =>
      metrics.register(
        () => directory.all(),
        () => relay.lag,
      ),
    close: async () => {
      beats.stop();
      await desk.stop();
      await entries.desk.stop();
      await queue.close();
      sharp.close();
      await relay.stop();
      await closeStorage(opened);
    },
  };
}

async function closeStorage({ directory, entryDirectory, store, bus, storage }: Opened): Promise<void> {
  await Promise.all([directory.stop(), entryDirectory.stop()]);
  await store.close();
  await bus.close();
  await storage.database.destroy();
}

function queueOf({ options, logger, storage }: Opened, sync: SourceSync): BullSyncQueue {
  const onError = (error: unknown) => logger.warn({ err: error }, 'the work at syncs made an error; it is done again');
  const { timeBoxMs, patienceMs } = options.sync;
  const attempts = new SyncAttempts({ run: sync.run, abandon: sync.abandon, timeBoxMs, patienceMs, onError });
  return new BullSyncQueue({ store: storage.jobs, settings: options.sync, attempts, onError });
}

function realFetcher(
  { fileRoots, registryAuthFile: file, extraCaFile }: MarketplaceOptions,
  logger: Logger,
): SourceFetcher {
  if (file === undefined) return new SourceFetchers({ fileRoots, extraCaFile });
  const accounts = new RegistryAccountFile(file, (problem) => logger.warn({ file, problem }, 'registry accounts'));
  return new SourceFetchers({ fileRoots, extraCaFile, accountFor: (reference) => accounts.accountFor(reference) });
}

function strategyOf(bus: NatsBus, logger: Logger): BusStrategy {
  return new BusStrategy({
    bus,
    mustServe: Object.values(contracts),
    around: (header, run) => withCorrelation(header.correlationId, run),
    onProblem: (error) => logger.error({ err: error }, 'a message could not be handled'),
  });
}

interface Watched {
  readonly store: EventStore;
  readonly directory: SourceDirectory;
  readonly entryDirectory: EntryDirectory;
  readonly bus: NatsBus;
  readonly queue: BullSyncQueue;
  readonly relay: MarketplaceRelay;
}

function healthOf({ store, directory, entryDirectory, bus, queue, relay }: Watched): HealthRegistry {
  const health = new HealthRegistry();
  health.add('log', () => {
    const { lastError, waitingAppends } = store.status();
    return { ok: lastError === undefined, detail: lastError ?? `${waitingAppends} appends wait` };
  });
  health.add('sources', () => directory.status());
  health.add('entries', () => entryDirectory.status());
  health.add('jobs', () => queue.status());
  health.add('relay', () => relay.health());
  health.add('nats', () => {
    const { connected, detail } = bus.state();
    return { ok: connected, detail };
  });
  return health;
}
