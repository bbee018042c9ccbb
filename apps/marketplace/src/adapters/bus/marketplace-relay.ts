import { eventSubject, streams } from '@enginehouse/contracts';
import { startRelay, type EventStore, type Relay, type RelayStatus } from '@enginehouse/event-store';
import { createJetStreamPublisher, type NatsBus, type Stoppable } from '@enginehouse/messaging';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';

/** Advisory lock of the one process that relays this log. */
const leaderKey = 4_700_010_021n;
const refreshMs = 1000;

/** Publishes the log to the stream MARKETPLACE, and knows how far it is. */
export class MarketplaceRelay {
  private relay: Relay;
  private restarting: Promise<void> = Promise.resolve();
  private stopping = false;
  private last: RelayStatus | undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly reconnects: Stoppable;

  constructor(
    private readonly store: EventStore,
    private readonly bus: NatsBus,
    private readonly logger: Logger,
  ) {
    this.relay = this.started();
    this.timer = setInterval(() => void this.refresh(), refreshMs).unref();
    this.reconnects = bus.onStateChange((connected) => {
      if (connected) this.restarting = this.restarting.then(() => this.restart());
    });
  }

  health(): HealthStatus {
    const { last } = this;
    if (!last) return { ok: true, detail: 'starting' };
    if (last.lastError !== undefined) return { ok: false, detail: `${position(last)}: ${last.lastError}` };
    return { ok: true, detail: last.leading ? position(last) : 'another process relays' };
  }

  /** Events that are not in the stream yet, as far as this process knows. */
  get lag(): number {
    return this.last?.lag ?? 0;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    this.reconnects.stop();
    await this.restarting;
    await this.relay.stop();
  }

  /** A server that comes back may have lost the stream. With nothing new to publish, only a fresh start looks. */
  private async restart(): Promise<void> {
    if (this.stopping) return;
    await this.relay.stop();
    this.relay = this.started();
  }

  private started(): Relay {
    return startRelay({
      store: this.store,
      publisher: createJetStreamPublisher({
        bus: this.bus,
        stream: 'MARKETPLACE',
        subjects: streams.MARKETPLACE.subjects,
      }),
      subjectOf: (event) => eventSubject('marketplace', event.streamId, event.type),
      source: '/marketplace',
      leaderKey,
      onProblem: (error) => this.logger.warn({ err: error }, 'the log could not be relayed'),
    });
  }

  private async refresh(): Promise<void> {
    this.last = await this.relay.status();
  }
}

const position = ({ position: at, lag }: RelayStatus): string => `relayed up to ${at}, lag ${lag ?? 'unknown'}`;
