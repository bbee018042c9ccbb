import type { DynamicModule } from '@nestjs/common';
import { webhooks as contracts, webhookLog } from '@enginehouse/contracts';
import { createEventStore, type EventStore } from '@enginehouse/event-store';
import { BusStrategy, connectBus, startBeats, type NatsBus } from '@enginehouse/messaging';
import { HealthRegistry, withCorrelation, type Logger } from '@enginehouse/service-kit';
import { BullDeliveryQueues } from './adapters/bullmq/bull-delivery-queues.js';
import type { DeliverySettings } from './adapters/bullmq/bull-delivery-queue.js';
import { BusLogFeed } from './adapters/bus/bus-log-feed.js';
import { FencedReceivers } from './adapters/http/fenced-receivers.js';
import { openStorage, type Storage } from './adapters/open-storage.js';
import { TypeormPositions } from './adapters/typeorm/typeorm-positions.js';
import { AppModule } from './app.module.js';
import { Attempts } from './application/attempt.js';
import { DeliveryDesk } from './application/delivery-desk.js';
import { LogPump } from './application/log-pump.js';
import { WebhookCommands } from './application/webhook-commands.js';
import { WebhookDirectory } from './application/webhook-directory.js';
import { WebhookMetrics } from './application/webhook-metrics.js';
import type { DeliveryQueues } from './ports.js';
import { deliverWith } from './use-cases/deliver.js';

/** Where the service finds what it works with, and how it delivers. */
export interface WebhooksOptions {
  readonly databaseUrl: string;
  readonly migrationUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly natsUrl: string;
  readonly natsCredsFile?: string | undefined;
  readonly secretsKey: string;
  readonly metricsToken?: string | undefined;
  readonly timeoutMs: number;
  readonly delivery: DeliverySettings;
  /** Deliveries of a webhook that may wait before it is given no more. */
  readonly maxWaiting: number;
}

/** The service, at work once its module and strategy are run. */
export interface OpenWebhooks {
  readonly module: DynamicModule;
  readonly strategy: BusStrategy;
  /** Makes the metrics known to Prometheus' registry, of which a process has one. */
  registerMetrics(): void;
  close(): Promise<void>;
}

/** Migrates, connects, learns which webhooks there are, and begins to follow the logs for them. */
export async function openWebhooks(options: WebhooksOptions, logger: Logger): Promise<OpenWebhooks> {
  const storage = await openStorage(options, (error) =>
    logger.warn({ err: error }, 'the place of the deliveries is not there yet; trying again'),
  );
  const store = createEventStore({ connection: options.databaseUrl, schema: 'webhooks' });
  const directory = new WebhookDirectory(store, logger);
  await directory.start();
  const bus = await connectBus({
    url: options.natsUrl,
    service: 'webhooks',
    onSurprise: (error) => logger.error({ err: error }, 'a message could not be handled'),
    ...(options.natsCredsFile === undefined ? {} : { credsFile: options.natsCredsFile }),
  });
  return atWork({ options, logger, storage, store, directory, bus });
}

interface Opened {
  readonly options: WebhooksOptions;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly store: EventStore;
  readonly directory: WebhookDirectory;
  readonly bus: NatsBus;
}

function atWork({ options, logger, storage, store, directory, bus }: Opened): OpenWebhooks {
  const { secretsKey, metricsToken, maxWaiting } = options;
  const receivers = new FencedReceivers(options.timeoutMs);
  const positions = new TypeormPositions(storage.database);
  const feed = new BusLogFeed(bus);
  const commands = new WebhookCommands(store, directory);
  const attempts = new Attempts(receivers, secretsKey);
  const metrics = new WebhookMetrics();
  const deliver = deliverWith({ directory, commands, attempts, metrics, logger });
  const queues = new BullDeliveryQueues(storage.jobs, options.delivery, deliver, (error) =>
    logger.warn({ err: error }, 'the job store made an error; the work is done again'),
  );
  const desk = new DeliveryDesk(directory, queues, positions, logger);
  const pumps = webhookLog.options.map(
    (log) => new LogPump(log, { directory, desk, positions, feed, logger, maxWaiting }),
  );
  desk.start();
  pumps.forEach((pump) => pump.start());
  // An answer that was under way when the connection broke does not come any more.
  bus.onStateChange(() => pumps.forEach((pump) => pump.lookAgain()));
  const health = healthOf({ store, directory, bus, queues, pumps });
  const beats = startBeats(bus, 'webhooks', health);
  const parts = { directory, commands, attempts, desk, feed, receivers, positions, secretsKey, logger, health };
  return {
    module: AppModule.forRoot({ ...parts, metricsToken }),
    strategy: strategyOf(bus, logger),
    registerMetrics: () => metrics.register(directory, desk, pumps),
    close: async () => {
      beats.stop();
      await desk.stop();
      // What is being read from the logs may wait long; closing the bus ends it.
      const stopping = Promise.all(pumps.map((pump) => pump.stop()));
      await Promise.all([stopping, queues.close()]);
      await bus.close();
      await directory.stop();
      await store.close();
      await storage.database.destroy();
    },
  };
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
  readonly directory: WebhookDirectory;
  readonly bus: NatsBus;
  readonly queues: DeliveryQueues;
  readonly pumps: readonly LogPump[];
}

function healthOf({ store, directory, bus, queues, pumps }: Watched): HealthRegistry {
  const health = new HealthRegistry();
  health.add('log', () => {
    const { lastError, waitingAppends } = store.status();
    return { ok: lastError === undefined, detail: lastError ?? `${waitingAppends} appends wait` };
  });
  health.add('webhooks', () => directory.status());
  health.add('jobs', () => queues.status());
  for (const pump of pumps) health.add(pump.log, () => pump.status());
  health.add('nats', () => {
    const { connected, detail } = bus.state();
    return { ok: connected, detail };
  });
  return health;
}
