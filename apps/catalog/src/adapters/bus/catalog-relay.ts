import { eventSubject, streams } from '@enginehouse/contracts';
import { startRelay, type EventStore, type Relay, type RelayStatus } from '@enginehouse/event-store';
import { createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';

/** Advisory lock of the one process that relays this log. */
const leaderKey = 4_700_010_001n;
const refreshMs = 1000;

/** Publishes the log to the stream CATALOG, and knows how far it is. */
export class CatalogRelay {
  private readonly relay: Relay;
  private readonly timer: NodeJS.Timeout;
  private last: RelayStatus | undefined;

  constructor(store: EventStore, bus: NatsBus, logger: Logger) {
    this.relay = startRelay({
      store,
      publisher: createJetStreamPublisher({ bus, stream: 'CATALOG', subjects: streams.CATALOG.subjects }),
      subjectOf: (event) => eventSubject('catalog', event.streamId, event.type),
      source: '/catalog',
      leaderKey,
      onProblem: (error) => logger.warn({ err: error }, 'the log could not be relayed'),
    });
    this.timer = setInterval(() => void this.refresh(), refreshMs).unref();
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
    clearInterval(this.timer);
    await this.relay.stop();
  }

  private async refresh(): Promise<void> {
    this.last = await this.relay.status();
  }
}

const position = ({ position: at, lag }: RelayStatus): string => `relayed up to ${at}, lag ${lag ?? 'unknown'}`;
