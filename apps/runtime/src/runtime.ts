import { readFileSync } from 'node:fs';
import type { AssignmentSet } from '@enginehouse/contracts';
import type { HealthRegistry } from '@enginehouse/service-kit';
import { labelKeys } from './domain/container-labels.js';
import { joinedAccount, givenAccount, type WorkerAccount } from './worker-account.js';
import type { RuntimeConfig } from './config.js';
import { makeReconciler } from './make-reconciler.js';
import { ProxyKeeper } from './proxy-keeper.js';
import type { Measured } from './metrics.js';
import type { RuntimeParts } from './runtime-parts.js';
import { FactOutbox } from './use-cases/deliver-facts/fact-outbox.js';
import { IdentityKeeper } from './use-cases/join-installation/identity-keeper.js';
import { AssignmentPuller } from './use-cases/pull-assignments/assignment-puller.js';
import { EngineWatch } from './use-cases/reconcile/engine-watch.js';
import type { Reconciler } from './use-cases/reconcile/reconciler.js';
import { WorkerReporter } from './use-cases/report-worker/worker-reporter.js';
import { LogStreamer } from './use-cases/stream-logs/log-streamer.js';
import { secretFilter } from './use-cases/supervise-instance/plain-environment.js';

/** This worker's version, as its report says it. */
export const runtimeVersion = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * The runtime of one worker: joins, follows the engine, pulls what is assigned and brings it about. Every part of it
 * runs on its own, so that containers are looked after whatever is away: control plane, NATS, or the network.
 */
export class Runtime {
  private account: WorkerAccount | null = null;
  private reconciler: Reconciler | null = null;
  private readonly ending = new AbortController();
  private readonly outbox: FactOutbox;
  private readonly puller: AssignmentPuller;
  private readonly reporter: WorkerReporter;
  private readonly watch: EngineWatch;
  private readonly logs: LogStreamer;
  private readonly proxy: ProxyKeeper;
  private readonly joining: IdentityKeeper | null;

  constructor(
    private readonly config: RuntimeConfig,
    private readonly parts: RuntimeParts,
  ) {
    this.outbox = this.makeOutbox();
    this.puller = this.makePuller();
    this.reporter = this.makeReporter();
    this.watch = this.makeWatch();
    this.logs = this.makeLogs();
    this.joining = this.makeJoining();
    this.proxy = new ProxyKeeper(config, parts, (instance) => this.reconciler?.supervisor(instance)?.target() ?? null);
  }

  /** Returns at once; what this needs of others is waited for in the background. */
  async start(): Promise<void> {
    await this.outbox.load();
    this.spawn('delivering facts', this.outbox.run());
    this.spawn('watching the engine', this.watch.run());
    this.spawn('working for the control plane', this.work());
  }

  /** Ends this process's work. Containers go on running; the next process takes them up again. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.reconciler?.stop();
    this.outbox.stop();
    this.puller.stop();
    this.reporter.stop();
    this.watch.stop();
    await this.proxy.close();
    await this.parts.controlPlane.close();
  }

  addChecks(health: HealthRegistry): void {
    health.add('container-engine', () => this.watch.state());
    health.add('joined', () => ({
      ok: this.account !== null,
      detail: this.account ? 'yes' : (this.joining?.detail() ?? 'starting'),
    }));
    health.add('nats', () => {
      const { connected, detail } = this.parts.controlPlane.state();
      return { ok: connected, detail: `${detail}; ${this.outbox.size()} facts wait` };
    });
    health.add('scheduler', () => {
      const refused = this.reporter.refused() ?? this.puller.refused();
      return { ok: refused === null, detail: refused ?? `epoch ${this.puller.set()?.epoch ?? 'not known yet'}` };
    });
    health.add('proxy', () => this.proxy.state());
  }

  /** What the metrics are read from. */
  measured(): Measured {
    return {
      phases: () => this.reconciler?.phases() ?? [],
      waitingFacts: () => this.outbox.size(),
      isConnected: () => this.parts.controlPlane.state().connected,
      isEngineThere: () => this.watch.state().ok,
    };
  }

  private async work(): Promise<void> {
    const account = await this.findAccount();
    if (!account) {
      return;
    }
    this.account = account;
    this.settle(account.installation);
    await this.puller.load();
    this.spawn('the proxy', this.proxy.open(account.secretsKey));
    this.spawn('reporting', this.reporter.run());
    this.spawn('pulling assignments', this.puller.run());
    await this.parts.controlPlane.run(account.bus, {
      connected: () => this.catchUp(),
      hint: () => this.puller.wake(),
      logs: (request) => this.logs.start(request),
      logsRenewed: (replyTo) => this.logs.renew(replyTo),
      logsStopped: (replyTo) => this.logs.stop(replyTo),
      weights: (path) => this.parts.weights.read(path),
    });
  }

  private async findAccount(): Promise<WorkerAccount | null> {
    if (!this.joining) {
      return givenAccount(this.config);
    }
    const identity = await this.joining.identity(this.ending.signal);
    return identity && joinedAccount(this.config, identity);
  }

  private catchUp(): void {
    this.reporter.wake();
    this.puller.wake();
    this.outbox.wake();
  }

  /** From the first time that the installation is known, there is something to compare containers with. */
  private settle(installation: string | null): void {
    if (this.reconciler || installation === null || !this.account || this.ending.signal.aborted) {
      return;
    }
    const { secretsKey } = this.account;
    this.reconciler = makeReconciler({
      config: this.config,
      parts: this.parts,
      outbox: this.outbox,
      installation,
      secretsKey,
    });
  }

  private onSet(set: AssignmentSet): void {
    this.settle(set.installation);
    this.reconciler?.assign(set);
  }

  private spawn(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.parts.logger.fatal({ err: error }, `${what} has ended unexpectedly`);
      process.exitCode = 1;
      process.kill(process.pid, 'SIGTERM');
    });
  }

  private makeOutbox(): FactOutbox {
    const { outbox: store, controlPlane, clock, logger } = this.parts;
    return new FactOutbox({ store, publish: (fact) => controlPlane.publishFact(fact), clock, logger });
  }

  private makePuller(): AssignmentPuller {
    const { controlPlane, assignments: kept, clock, logger, session } = this.parts;
    return new AssignmentPuller({
      controlPlane,
      kept,
      clock,
      logger,
      session,
      random: Math.random,
      me: () => ({ worker: this.config.WORKER_NAME, installation: this.account?.installation ?? null }),
      observe: () => this.reconciler?.observations() ?? [],
      onSet: (set) => this.onSet(set),
    });
  }

  private makeReporter(): WorkerReporter {
    const { config, parts } = this;
    return new WorkerReporter({
      configured: {
        name: config.WORKER_NAME,
        address: config.WORKER_ADDRESS,
        version: runtimeVersion,
        labels: config.WORKER_LABELS,
        modelRoots: config.MODEL_ROOTS,
        securityProfiles: config.SECURITY_PROFILES,
      },
      engineName: 'docker',
      devices: parts.deviceProbe,
      engine: parts.engine,
      controlPlane: parts.controlPlane,
      clock: parts.clock,
      logger: parts.logger,
      session: parts.session,
      onInstallation: (installation) => this.settle(installation),
      onGap: () => this.catchUp(),
    });
  }

  private makeWatch(): EngineWatch {
    const { engine, clock, logger } = this.parts;
    return new EngineWatch({
      engine,
      clock,
      logger,
      labels: { [labelKeys.worker]: this.config.WORKER_NAME },
      onContainer: (id) => this.reconciler?.onContainerEvent(id),
      onDoubt: () => this.reconciler?.wake(),
    });
  }

  private makeLogs(): LogStreamer {
    const { engine, archive, clock, logger, controlPlane } = this.parts;
    return new LogStreamer({
      engine,
      archive,
      clock,
      logger,
      send: (replyTo, chunk) => controlPlane.sendLogs(replyTo, chunk),
      find: (instance) => {
        const supervisor = this.reconciler?.supervisor(instance);
        return supervisor
          ? {
              containerId: supervisor.run()?.containerId ?? null,
              clean: secretFilter(supervisor.assignment.plan.env, this.account?.secretsKey ?? null),
            }
          : null;
      },
    });
  }

  private makeJoining(): IdentityKeeper | null {
    const { desk, identity: kept, joinKey: key, readToken: token, createKey, clock, logger } = this.parts;
    const worker = this.config.WORKER_NAME;
    return desk && new IdentityKeeper({ worker, desk, kept, key, token, createKey, clock, logger });
  }
}
