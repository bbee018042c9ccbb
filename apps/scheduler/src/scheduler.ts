import { performance } from 'node:perf_hooks';
import type { DynamicModule } from '@nestjs/common';
import { hintSubject, scheduling, workerRequests } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { connectBus, startBeats, type NatsBus } from '@enginehouse/messaging';
import { HealthRegistry, withCorrelation, type Logger } from '@enginehouse/service-kit';
import { BusBackendCatalog } from './adapters/bus/bus-backend-catalog.js';
import { BusLiveViews } from './adapters/bus/bus-live-views.js';
import { BusPreviewSources } from './adapters/bus/bus-preview-sources.js';
import { BusRouteTable } from './adapters/bus/bus-route-table.js';
import { LeaderStrategy } from './adapters/bus/leader-strategy.js';
import { RuntimeStream } from './adapters/bus/runtime-stream.js';
import { SchedulingRelay } from './adapters/bus/scheduling-relay.js';
import { openStore } from './adapters/postgres/open-store.js';
import { AppModule } from './app.module.js';
import { DecisionLog } from './application/decision-log.js';
import { FactIntake } from './application/fact-intake.js';
import { HoldKeeper } from './application/hold-keeper.js';
import { Leader } from './application/leader.js';
import { Leading } from './application/leading.js';
import { LeaseKeeper } from './application/lease-keeper.js';
import { ParkedFacts } from './application/parked-facts.js';
import { RoutePublisher } from './application/route-publisher.js';
import { WaitKeeper } from './application/wait-keeper.js';
import { WorkerHinter } from './application/worker-hinter.js';
import type { Measured } from './metrics.js';
import type { SchedulerSettings } from './settings.js';

/** Where the scheduler finds its database and its bus. */
export interface SchedulerConnections {
  readonly databaseUrl: string;
  readonly migrationUrl?: string | undefined;
  readonly natsUrl: string;
  readonly natsCredsFile?: string | undefined;
  readonly metricsToken?: string | undefined;
}

/** The scheduler, put together. It leads once its module and strategy are run and `leader` is started. */
export interface OpenScheduler extends Measured {
  readonly module: DynamicModule;
  readonly strategy: LeaderStrategy;
  close(): Promise<void>;
}

/** Migrates, connects and puts everything together. */
export async function openScheduler(
  connections: SchedulerConnections,
  settings: SchedulerSettings,
  logger: Logger,
): Promise<OpenScheduler> {
  const warn = (message: string) => (error: unknown) => logger.warn({ err: error }, message);
  const store = await openStore(connections);
  const bus = await openBus(connections, logger);
  const log = new DecisionLog(store, (error, message) => logger.error({ err: error }, message));
  const leases = leasesOf(log, bus, settings, logger);
  const backends = new BusBackendCatalog(bus);
  const facts = new FactIntake(log);
  const parked = new ParkedFacts(logger);
  const live = new BusLiveViews(bus, (worker) => leases.heard(worker));
  const routes = new RoutePublisher(log, new BusRouteTable(bus), warn('routes could not be written; trying again'));
  const keepers = keepersOf({ log, backends, routes }, settings, warn);
  const strategy = strategyOf(bus, parked, logger);
  const leader = new Leader(store, new Leading({ log, leases, ...keepers, routes, live, server: strategy }), logger);
  const relay = new SchedulingRelay(store, bus, warn('the log could not be relayed'));
  const runtimeStream = new RuntimeStream(bus, warn('the stream RUNTIME could not be made'));
  runtimeStream.start();
  tellOthers(log, bus, routes);
  const health = healthOf({ store, bus, relay, leader });
  const beats = startBeats(bus, 'scheduler', health);
  const previewSources = new BusPreviewSources(bus);
  const { metricsToken } = connections;
  return {
    module: AppModule.forRoot({
      store,
      log,
      leases,
      facts,
      backends,
      previewSources,
      live,
      settings,
      logger,
      health,
      metricsToken,
    }),
    strategy,
    log,
    leader,
    leases,
    facts,
    parked,
    live,
    relay,
    close: async () => {
      beats.stop();
      await leader.stop();
      runtimeStream.stop();
      await relay.stop();
      await store.close();
      await bus.close();
    },
  };
}

const openBus = ({ natsUrl, natsCredsFile }: SchedulerConnections, logger: Logger): Promise<NatsBus> =>
  connectBus({
    url: natsUrl,
    service: 'scheduler',
    onSurprise: (error) => logger.error({ err: error }, 'a message could not be handled'),
    ...(natsCredsFile === undefined ? {} : { credsFile: natsCredsFile }),
  });

/** What lets time count in decisions. */
function keepersOf(
  { log, backends, routes }: { log: DecisionLog; backends: BusBackendCatalog; routes: RoutePublisher },
  { holdSeconds, drainSeconds }: SchedulerSettings,
  warn: (message: string) => (error: unknown) => void,
) {
  return {
    holds: new HoldKeeper(log, backends, holdSeconds * 1000, warn('a hold could not be given up yet')),
    waits: new WaitKeeper(log, drainSeconds * 1000, routes, warn('a roll or drain could not go on yet')),
  };
}

function leasesOf(log: DecisionLog, bus: NatsBus, settings: SchedulerSettings, logger: Logger): LeaseKeeper {
  const times = { suspectAfterMs: settings.suspectSeconds * 1000, graceMs: settings.graceSeconds * 1000 };
  const onFrozen = (workers: readonly string[]) =>
    logger.error(
      { workers },
      workers.length > 0
        ? 'too many workers vanished together: their instances are held where they are'
        : 'the workers that vanished together are back or gone',
    );
  return new LeaseKeeper(log, performance, times, onFrozen, () => bus.state().connected);
}

function strategyOf(bus: NatsBus, parked: ParkedFacts, logger: Logger): LeaderStrategy {
  return new LeaderStrategy({
    bus,
    mustServe: [...Object.values(scheduling), ...Object.values(workerRequests('*'))],
    around: (header, run) => withCorrelation(header.correlationId, run),
    park: (message) => parked.park(message),
    onProblem: (error) => logger.error({ err: error }, 'a message could not be handled'),
  });
}

/** Workers and gateway hear of every change; after an outage of NATS the route table is compared as a whole. */
function tellOthers(log: DecisionLog, bus: NatsBus, routes: RoutePublisher): void {
  const hinter = new WorkerHinter(log, { hint: (worker, epoch) => bus.publish(hintSubject(worker), { epoch }) });
  log.onChange((changes) => {
    hinter.noteChanges(changes);
    routes.noteChanges(changes);
  });
  bus.onStateChange((connected) => {
    if (connected) {
      routes.rewrite();
    }
  });
}

interface Watched {
  readonly store: EventStore;
  readonly bus: NatsBus;
  readonly relay: SchedulingRelay;
  readonly leader: Leader;
}

function healthOf({ store, bus, relay, leader }: Watched): HealthRegistry {
  const health = new HealthRegistry();
  health.add('leader', () => leader.health());
  health.add('log', () => {
    const { lastError, waitingAppends } = store.status();
    return { ok: lastError === undefined, detail: lastError ?? `${waitingAppends} appends wait` };
  });
  health.add('relay', () => relay.health());
  health.add('nats', () => {
    const { connected, detail } = bus.state();
    return { ok: connected, detail };
  });
  return health;
}
