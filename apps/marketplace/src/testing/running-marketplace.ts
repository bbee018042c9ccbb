import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  marketplace as contracts,
  type Problem,
  type RecordedEvent,
  type RequestContract,
  type RequestHeader,
  type Result,
  type SourceView,
  type SyncReport,
} from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { createLogger, HealthRegistry, nestLogger, newHeader } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import type { z } from 'zod';
import type { SyncSettings } from '../application/sync-settings.js';
import { openMarketplace, type MarketplaceOptions, type MarketplaceStandIns } from '../marketplace.js';
import { FakeSourceFetcher } from './fake-source-fetcher.js';
import { indexOf } from './index-of.js';

/** The service as it runs in production, in this process, with a client beside it. */
export interface RunningMarketplace {
  readonly bus: Bus;
  /** The world outside; the built-in source stands in it too. */
  readonly world: FakeSourceFetcher;
  ask<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    header?: RequestHeader,
  ): Promise<Result<z.output<C['output']>, Problem>>;
  /** Adds a source that holds a text, and waits for its first sync. */
  add(name: string, text: string, more?: object): Promise<SyncReport>;
  /** Asks for a sync and waits for its end. */
  sync(name: string, more?: { readonly acceptEmpty?: boolean }): Promise<SyncReport>;
  /** Waits for the end of a run. */
  ended(run: string): Promise<SyncReport>;
  source(name: string): Promise<SourceView>;
  /** What the log holds of a source. */
  events(name: string): Promise<readonly RecordedEvent[]>;
  ready(): ReturnType<HealthRegistry['report']>;
  /** Ends this process's part and begins it again, with everything that is kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export type TestOptions = Pick<MarketplaceOptions, 'databaseUrl' | 'natsUrl'> & {
  readonly migrationUrl?: string;
  readonly redisUrl?: string | undefined;
  readonly sync?: Partial<SyncSettings>;
  readonly standIns?: Omit<MarketplaceStandIns, 'fetcher'>;
};

/** Settings with which tests need not wait long. */
export const quickSync: SyncSettings = {
  retry: { attempts: 2, baseMs: 50, factor: 2 },
  timeBoxMs: 20_000,
  patienceMs: 500,
  concurrency: 2,
  stopGraceMs: 200,
  lockMs: 3000,
};

/** The address of a source that a test writes. */
export const addressFor = (name: string): string => `https://${name}.example/index.yaml`;

/** Answers, or the test ends with the problem. */
export function valueOf<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

/** Starts one, with sources that the test writes. */
export async function startMarketplace(options: TestOptions): Promise<RunningMarketplace> {
  const world = new FakeSourceFetcher();
  world.put('built in', indexOf(['Built-In-One']));
  const bus = await connectBus({ url: options.natsUrl, service: 'api' });
  let running = await open(options, world);
  const ask: RunningMarketplace['ask'] = (contract, input, header = newHeader('user:ada')) =>
    bus.request(contract, input, header, { timeoutMs: 15_000 });
  // The server learns of the subscriptions a moment after they were made.
  const answering = () => waitUntil(async () => (await ask(contracts.listSources, {})).ok, { what: 'an answer' });
  await answering();
  const ended = async (run: string): Promise<SyncReport> => {
    const report = async () => valueOf(await ask(contracts.getRun, { id: run }));
    const isOver = async () => (await report()).finishedAt !== null;
    await waitUntil(isOver, { what: `the end of sync ${run}`, timeout: 20_000 });
    return report();
  };
  return {
    bus,
    world,
    ask,
    ended,
    add: async (name, text, more = {}) => {
      world.put(addressFor(name), text);
      const input = { name, location: { kind: 'http' as const, url: addressFor(name) }, ...more };
      return ended(valueOf(await ask(contracts.addSource, input)).run);
    },
    sync: async (name, more = {}) => ended(valueOf(await ask(contracts.syncSource, { name, ...more })).id),
    source: async (name) => valueOf(await ask(contracts.getSource, { name })),
    events: async (name) => {
      const { events } = valueOf(await ask(contracts.feed, { after: 0, limit: 1000 }));
      return events.filter(({ streamId }) => streamId === `source:${name}`);
    },
    ready: () => running.app.get(HealthRegistry, { strict: false }).report(),
    restart: async () => {
      await running.close();
      running = await open(options, world);
      await answering();
    },
    stop: async () => {
      await running.close();
      await bus.close();
    },
  };
}

async function open(
  { sync, standIns, ...rest }: TestOptions,
  fetcher: FakeSourceFetcher,
): Promise<{ app: INestApplication; close(): Promise<void> }> {
  const logger = createLogger({ service: 'marketplace', level: process.env['TEST_LOG'] ?? 'silent' });
  const options = { ...rest, fileRoots: [], sync: { ...quickSync, ...sync } };
  const marketplace = await openMarketplace(options, logger, { ...standIns, fetcher });
  const app = await NestFactory.create(marketplace.module, { logger: nestLogger(logger) });
  app.connectMicroservice({ strategy: marketplace.strategy });
  await app.startAllMicroservices();
  await app.init();
  return {
    app,
    close: async () => {
      await app.close();
      await marketplace.close();
    },
  };
}
