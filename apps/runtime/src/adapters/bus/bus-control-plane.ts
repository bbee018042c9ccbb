import {
  err,
  factSubject,
  heartbeatSubject,
  hintSubject,
  ok,
  problemOf,
  progressSubject,
  renewLogs,
  stopLogs,
  stopLogsSubject,
  workerLogs,
  workerRequests,
  workerWeights,
  type AssignmentSet,
  type Heartbeat,
  type LogChunk,
  type ModelWeights,
  type Observation,
  type Problem,
  type Progress,
  type Result,
  type RuntimeFact,
  type WorkerReport,
} from '@enginehouse/contracts';
import { connectBus, type Bus, type BusOptions } from '@enginehouse/messaging';
import { newHeader, type Logger } from '@enginehouse/service-kit';
import type { Clock, ControlPlane } from '../../ports.js';
import type { LogRequest, LogSource } from '../../use-cases/stream-logs/log-streamer.js';

/** What the control plane's messages lead to. */
export interface ControlPlaneEvents {
  /** After the first connection and every later one. */
  connected(): void;
  hint(): void;
  logs(request: LogRequest): Promise<Result<{ readonly started: boolean; readonly source: LogSource }, Problem>>;
  /** A reader of log lines is still there; false where nothing is sent to it any more. */
  logsRenewed(replyTo: string): boolean;
  /** It has left. */
  logsStopped(replyTo: string): void;
  /** How large the weights at a path are. */
  weights(path: string): Promise<Result<ModelWeights, Problem>>;
}

const retryMs = 5000;
const requestMs = 10_000;
const closedCheckMs = 1000;

/** The control plane over NATS. It is there at once, connected or not, and never gives up connecting. */
export class BusControlPlane implements ControlPlane {
  private bus: Bus | null = null;
  private why = 'not connected yet';
  private readonly stopped = new AbortController();

  constructor(
    private readonly worker: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  state(): { readonly connected: boolean; readonly detail: string } {
    return this.bus?.state() ?? { connected: false, detail: this.why };
  }

  /** Connects, and connects anew when the server has closed the connection for good (credentials revoked, then renewed). */
  async run(options: () => BusOptions, events: ControlPlaneEvents): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const bus = await this.connect(options());
      if (bus) {
        await this.serveUntilClosed(bus, events);
      }
      await this.clock.sleep(retryMs, this.stopped.signal);
    }
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.bus?.close();
    this.bus = null;
  }

  report(report: WorkerReport) {
    return this.ask((bus) => bus.request(this.requests.report, report, this.header(), { timeoutMs: requestMs }));
  }

  pullAssignments(ask: {
    readonly session: string;
    readonly observed: readonly Observation[];
  }): Promise<Result<AssignmentSet, Problem>> {
    const input = { worker: this.worker, session: ask.session, observed: [...ask.observed] };
    return this.ask((bus) => bus.request(this.requests.assignments, input, this.header(), { timeoutMs: requestMs }));
  }

  leave(reason: string) {
    const input = { worker: this.worker, reason };
    return this.ask((bus) => bus.request(this.requests.leave, input, this.header(), { timeoutMs: requestMs }));
  }

  publishFact(fact: RuntimeFact): Promise<Result<unknown, Problem>> {
    const subject = factSubject(this.worker, fact.instance, fact.type);
    return this.ask((bus) => bus.publishDurable(subject, fact, { messageId: fact.id }));
  }

  heartbeat(beat: Heartbeat): void {
    this.tell(heartbeatSubject(this.worker), beat);
  }

  progress(progress: Progress): void {
    this.tell(progressSubject(this.worker, progress.instance), progress);
  }

  sendLogs(replyTo: string, chunk: LogChunk): void {
    this.tell(replyTo, chunk);
  }

  private get requests() {
    return workerRequests(this.worker);
  }

  private header() {
    return newHeader(`worker:${this.worker}`);
  }

  /** Nothing is told to a server that is not there: the client would keep it and tell it all, stale, on reconnecting. */
  private tell(subject: string, payload: object): void {
    if (this.bus?.state().connected) {
      this.bus.publish(subject, payload);
    }
  }

  private async ask<T>(run: (bus: Bus) => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
    return this.bus?.state().connected
      ? run(this.bus)
      : err(problemOf('unavailable', `the control plane cannot be reached: ${this.state().detail}`));
  }

  private async connect(options: BusOptions): Promise<Bus | null> {
    try {
      const bus = await connectBus({
        ...options,
        onSurprise: (error) => this.logger.error({ err: error }, 'a message could not be handled'),
      });
      if (!this.stopped.signal.aborted) {
        return bus;
      }
      await bus.close();
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
      this.logger.warn({ err: error }, 'NATS refused the connection; trying again');
    }
    return null;
  }

  private async serveUntilClosed(bus: Bus, events: ControlPlaneEvents): Promise<void> {
    this.bus = bus;
    bus.subscribe(hintSubject(this.worker), () => events.hint());
    this.serveLogs(bus, events);
    bus.serve(workerWeights(this.worker), ({ path }) => events.weights(path));
    bus.onStateChange((connected) => {
      this.logger.info({ connected }, `NATS: ${bus.state().detail}`);
      if (connected) {
        events.connected();
      }
    });
    this.logger.info('NATS: connected');
    events.connected();
    while (bus.state().detail !== 'closed' && !this.stopped.signal.aborted) {
      await this.clock.sleep(closedCheckMs, this.stopped.signal);
    }
  }

  private serveLogs(bus: Bus, events: ControlPlaneEvents): void {
    bus.serve(workerLogs(this.worker), (input) => events.logs(input));
    bus.serve(renewLogs(this.worker), async ({ replyTo }) => ok({ going: events.logsRenewed(replyTo) }));
    bus.subscribe(stopLogsSubject(this.worker), (payload) => {
      const stop = stopLogs.safeParse(payload);
      if (stop.success) {
        events.logsStopped(stop.data.replyTo);
      }
    });
  }
}
