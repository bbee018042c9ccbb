import { createHash } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type {
  BackendDefinition,
  MergeDecision,
  OfferedEntry,
  Problem,
  RecordedEvent,
  Result,
  UpdatePolicy,
} from '@enginehouse/contracts';
import { InMemoryEventStore, type EventStore } from '@enginehouse/event-store';
import { createLogger, newHeader, uuidv7 } from '@enginehouse/service-kit';
import { EntryDirectory } from '../application/entry-directory.js';
import type { AtEntryFailpoint } from '../application/entry-failpoints.js';
import { entriesWith, type Entries } from '../entries.js';
import {
  CATALOG,
  ENABLED_ENTRIES,
  OFFERING_SOURCES,
  USAGE,
  type OfferingSource,
  type OfferingSources,
  type RemovedSource,
} from '../ports.js';
import { EntryUpdateQuery } from '../queries/entry-update/entry-update.query.js';
import { DisableEntryHandler } from '../use-cases/disable-entry/disable-entry.handler.js';
import { EnableEntryHandler } from '../use-cases/enable-entry/enable-entry.handler.js';
import { SetEntryPolicyHandler } from '../use-cases/set-entry-policy/set-entry-policy.handler.js';
import { UpdateEntryHandler } from '../use-cases/update-entry/update-entry.handler.js';
import { offered } from './given-entries.js';
import { InMemoryCatalog } from './in-memory-catalog.js';
import { InMemorySnapshots } from './in-memory-snapshots.js';

/** What a test says about the world beside the entries. */
export interface WorldOptions {
  readonly store?: EventStore;
  readonly catalog?: InMemoryCatalog;
  readonly snapshots?: InMemorySnapshots;
  readonly sources?: Map<string, OfferingSource>;
  readonly at?: AtEntryFailpoint;
}

const logger = createLogger({ service: 'marketplace', level: 'silent' });
const notify: UpdatePolicy = { mode: 'notify' };

/** A version of an engine. */
export const version = (name: string, more: object = {}) => ({
  name,
  images: [{ framework: 'cuda', image_name: `quay.io/engine/engine:${name}` }],
  ...more,
});

/** What an engine is, in one sentence and some versions. */
export const engine = (more: Partial<BackendDefinition> = {}): BackendDefinition => ({
  backend_name: 'Engine',
  description: 'An engine',
  versions: [version('1.0'), version('1.1')],
  ...more,
});

/** Answers, or the test ends with the problem. */
export function valueOf<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

/** Entries with sources, a catalog and deployments that a test makes. */
export class EntriesWorld {
  now = new Date('2026-11-23T12:00:00.000Z');
  readonly store: EventStore;
  readonly catalog: InMemoryCatalog;
  readonly snapshots: InMemorySnapshots;
  readonly sources: Map<string, OfferingSource>;
  readonly removed = new Map<string, RemovedSource>();

  private constructor(private readonly options: WorldOptions) {
    this.store = options.store ?? new InMemoryEventStore();
    this.catalog = options.catalog ?? new InMemoryCatalog();
    this.snapshots = options.snapshots ?? new InMemorySnapshots();
    this.sources = options.sources ?? new Map();
  }

  /** A process; another one with the same parts finds what this one left. */
  static async start(options: WorldOptions = {}): Promise<StartedEntries> {
    const world = new EntriesWorld(options);
    const directory = new EntryDirectory(world.store, logger);
    await directory.start();
    const { store, snapshots, catalog } = world;
    const sources: OfferingSources = {
      list: () => [...world.sources.values()],
      get: (name) => world.sources.get(name),
      removed: (name) => world.removed.get(name),
    };
    const now = () => world.now;
    const { at } = world.options;
    const entries = entriesWith({
      store,
      directory,
      sources,
      snapshots,
      catalog,
      usage: catalog.usage,
      logger,
      now,
      at,
    });
    entries.desk.follow();
    return new StartedEntries(world, directory, entries, await handlersOf(world, entries, sources));
  }
}

interface Handlers {
  readonly enable: EnableEntryHandler;
  readonly disable: DisableEntryHandler;
  readonly update: UpdateEntryHandler;
  readonly policy: SetEntryPolicyHandler;
  readonly show: EntryUpdateQuery;
}

class World {}

async function handlersOf(
  { catalog }: EntriesWorld,
  { providers, enabled }: Entries,
  sources: OfferingSources,
): Promise<Handlers> {
  const outside = [
    { provide: CATALOG, useValue: catalog },
    { provide: USAGE, useValue: catalog.usage },
    { provide: ENABLED_ENTRIES, useValue: enabled },
    { provide: OFFERING_SOURCES, useValue: sources },
  ];
  const module = { module: World, providers: [...providers, ...outside] };
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const the = <T>(type: Type<T>) => app.get(type);
  return {
    enable: the(EnableEntryHandler),
    disable: the(DisableEntryHandler),
    update: the(UpdateEntryHandler),
    policy: the(SetEntryPolicyHandler),
    show: the(EntryUpdateQuery),
  };
}

const source = 'market';
const name = 'Engine';

/** What a test does with the entry `Engine` of the source `market`, unless it says otherwise. */
export class StartedEntries {
  constructor(
    readonly world: EntriesWorld,
    readonly directory: EntryDirectory,
    readonly entries: Entries,
    private readonly handlers: Handlers,
  ) {}

  /** Lets a source offer these, and nothing else, from now on, and tells of the sync. */
  async offer(definitions: readonly BackendDefinition[], policy: UpdatePolicy = notify, from = source): Promise<void> {
    const { snapshots, sources } = this.world;
    const id = uuidv7();
    await snapshots.begin({ id, source: from, basedOn: 1, reader: 'test' });
    const staged = definitions.map((definition) => ({
      ...offeredAs(definition),
      warnings: [],
      file: null,
      kept: null,
    }));
    await snapshots.stage(id, staged);
    const address = `https://${from}.example/`;
    const snapshot = { id, digest: `digest of ${id}`, address, upstreamRef: null, signedBy: null, syncedAt: id };
    sources.set(from, { name: from, address, strict: false, keys: [], policy, snapshot });
    await this.entries.after.synced(from, id, newHeader('service:marketplace'));
    await this.caughtUp();
  }

  /** Removes a source, and leaves what is enabled from it. */
  remove(from = source): void {
    const { address = '' } = this.world.sources.get(from) ?? {};
    this.world.sources.delete(from);
    this.world.removed.set(from, { at: this.world.now.toISOString(), address });
  }

  /** Changes where a source is or whom it is believed, without a sync after that. */
  believe(terms: Partial<Pick<OfferingSource, 'address' | 'strict' | 'keys'>>, from = source): void {
    const known = this.world.sources.get(from);
    if (known) this.world.sources.set(from, { ...known, ...terms });
  }

  enable(more: object = {}, header = newHeader('user:ada')) {
    return this.handlers.enable.execute({ source, name, ...more }, header);
  }

  disable(header = newHeader('user:ada'), more: object = {}) {
    return this.handlers.disable.execute({ source, name, ...more }, header);
  }

  update(more: Partial<Parameters<UpdateEntryHandler['execute']>[0]> = {}, header = newHeader('user:ada')) {
    return this.handlers.update.execute({ source, name, decisions: [], ...more }, header);
  }

  setPolicy(policy: UpdatePolicy | null, header = newHeader('user:ada')) {
    return this.handlers.policy.execute({ source, name, policy }, header);
  }

  show(decisions: readonly MergeDecision[] = []) {
    return this.handlers.show.execute({ source, name, decisions: [...decisions] }, newHeader('user:ada'));
  }

  /** The backend as the catalog has it. */
  async backend(): Promise<BackendDefinition> {
    return valueOf(await this.world.catalog.get(name)).definition;
  }

  /** Edits the backend as somebody would in the catalog. */
  async edit(change: (definition: BackendDefinition) => Partial<BackendDefinition>): Promise<void> {
    const now = await this.backend();
    this.world.catalog.put({ ...now, ...change(now) });
  }

  async events(): Promise<readonly RecordedEvent[]> {
    return this.world.store.readStream(`entry:${source}/${name.toLowerCase()}`);
  }

  async types(): Promise<readonly string[]> {
    return (await this.events()).map(({ type }) => type);
  }

  /** What was added to the log last. */
  async last(): Promise<RecordedEvent | undefined> {
    return (await this.events()).at(-1);
  }

  async caughtUp(): Promise<void> {
    await this.directory.waitFor((await this.world.store.head()).position, 5000);
  }

  /** Everything that is done without being asked, once. */
  async look(): Promise<void> {
    await this.caughtUp();
    await this.entries.desk.look();
    await this.caughtUp();
  }
}

/** An entry whose content hash changes with everything about it. */
export function offeredAs(definition: BackendDefinition): OfferedEntry {
  return offered(definition.backend_name, { definition, contentHash: hashOf(definition) });
}

/** Of the content of an entry. */
export const hashOf = (definition: BackendDefinition): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex');
