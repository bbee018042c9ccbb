import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { EventStore } from '@enginehouse/event-store';
import { HealthRegistry, ServiceModule, type Logger } from '@enginehouse/service-kit';
import { BackendFactsReader } from './application/backend-facts.js';
import { EntryFinder } from './application/found-entry.js';
import { OfferedCards } from './application/offered-cards.js';
import { UpdatableEntries } from './application/updatable-entries.js';
import { SourceCommands } from './application/source-commands.js';
import { SourceDirectory } from './application/source-directory.js';
import { SyncRequests } from './application/sync-requests.js';
import { BrowseController } from './messages/browse.controller.js';
import { EntriesController } from './messages/entries.controller.js';
import { LogController } from './messages/log.controller.js';
import { SourcesController } from './messages/sources.controller.js';
import {
  CATALOG,
  ENABLED_ENTRIES,
  EVENT_STORE,
  MARKDOWN,
  OFFERING_SOURCES,
  SNAPSHOTS,
  SOURCE_FETCHER,
  SYNC_QUEUE,
  SYNC_RUNS,
  USAGE,
  type Catalog,
  type EnabledEntries,
  type MarkdownRenderer,
  type OfferingSources,
  type Snapshots,
  type SourceFetcher,
  type SyncQueue,
  type SyncRuns,
  type Usage,
} from './ports.js';
import { EntryIconQuery } from './queries/entry-icon/entry-icon.query.js';
import { FeedQuery } from './queries/feed/feed.query.js';
import { GetEntryQuery } from './queries/get-entry/get-entry.query.js';
import { ListEntriesQuery } from './queries/list-entries/list-entries.query.js';
import { SourceViewsQuery } from './queries/source-views/source-views.query.js';
import { SyncRunsQuery } from './queries/sync-runs/sync-runs.query.js';
import { VerifyLogQuery } from './queries/verify-log/verify-log.query.js';
import { AddSourceHandler } from './use-cases/add-source/add-source.handler.js';
import { ChangeSourceHandler } from './use-cases/change-source/change-source.handler.js';
import { RemoveSourceHandler } from './use-cases/remove-source/remove-source.handler.js';
import { SyncSourceHandler } from './use-cases/sync-source/sync-source.handler.js';
import { TrustKeyHandler } from './use-cases/trust-key/trust-key.handler.js';

/** What the outside provides, and what works without being asked. */
export interface MarketplaceParts {
  readonly store: EventStore;
  readonly directory: SourceDirectory;
  readonly commands: SourceCommands;
  readonly syncs: SyncRequests;
  readonly sources: OfferingSources;
  readonly fetcher: SourceFetcher;
  readonly snapshots: Snapshots;
  readonly runs: SyncRuns;
  readonly queue: SyncQueue;
  readonly entries: EnabledEntries;
  /** What changes entries. */
  readonly changing: readonly Provider[];
  readonly catalog: Catalog;
  readonly usage: Usage;
  readonly markdown: MarkdownRenderer;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metricsToken?: string | undefined;
}

const sources: Provider[] = [
  AddSourceHandler,
  ChangeSourceHandler,
  RemoveSourceHandler,
  TrustKeyHandler,
  SyncSourceHandler,
  SourceViewsQuery,
  SyncRunsQuery,
];

const browse: Provider[] = [
  OfferedCards,
  BackendFactsReader,
  EntryFinder,
  UpdatableEntries,
  ListEntriesQuery,
  GetEntryQuery,
  EntryIconQuery,
];

const log: Provider[] = [FeedQuery, VerifyLogQuery];

/** Binds the marketplace's ports to what it is given. */
@Module({})
export class AppModule {
  static forRoot(parts: MarketplaceParts): DynamicModule {
    const { logger, health, metricsToken } = parts;
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot({ logger, health, ...(metricsToken === undefined ? {} : { metricsToken }) })],
      controllers: [SourcesController, BrowseController, EntriesController, LogController],
      providers: [
        ...sources,
        ...browse,
        ...log,
        ...parts.changing,
        { provide: EVENT_STORE, useValue: parts.store },
        { provide: SourceDirectory, useValue: parts.directory },
        { provide: SourceCommands, useValue: parts.commands },
        { provide: SyncRequests, useValue: parts.syncs },
        { provide: OFFERING_SOURCES, useValue: parts.sources },
        { provide: SOURCE_FETCHER, useValue: parts.fetcher },
        { provide: SNAPSHOTS, useValue: parts.snapshots },
        { provide: SYNC_RUNS, useValue: parts.runs },
        { provide: SYNC_QUEUE, useValue: parts.queue },
        { provide: ENABLED_ENTRIES, useValue: parts.entries },
        { provide: CATALOG, useValue: parts.catalog },
        { provide: USAGE, useValue: parts.usage },
        { provide: MARKDOWN, useValue: parts.markdown },
      ],
    };
  }
}
