import { eventSubject, streams } from '@enginehouse/contracts';
import { startRelay, type EventStore, type Relay, type RelayStatus } from '@enginehouse/event-store';
import { createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import type { HealthStatus } from '@enginehouse/service-kit';

/** Advisory lock of the one process that relays this log. */
const relayKey = 4_700_010_012n;
const refreshMs = 1000;

/** Publishes the scheduler's log to the stream SCHEDULING, and knows how far it is. */
export class SchedulingRelay {
  private readonly relay: Relay;
  private readonly timer: NodeJS.Timeout;
  private last: RelayStatus | undefined;

  constructor(store: EventStore, bus: NatsBus, onProblem: (error: unknown) => void) {
    this.relay = startRelay({
      store,
      publisher: createJetStreamPublisher({ bus, stream: 'SCHEDULING', subjects: streams.SCHEDULING.subjects }),
      subjectOf: ({ streamId, type }) => eventSubject('scheduling', streamId, type),
      source: '/scheduling',
      leaderKey: relayKey,
      onProblem,
    });
    this.timer = setInterval(() => void this.refresh(), refreshMs).unref();
  }

  health(): HealthStatus {
    const { last } = this;
    if (!last) {
      return { ok: true, detail: 'starting' };
    }
    if (last.lastError !== undefined) {
      return { ok: false, detail: `relayed up to ${last.position}: ${last.lastError}` };
    }
    const detail = `relayed up to ${last.position}, lag ${last.lag ?? 'unknown'}`;
    return { ok: true, detail: last.leading ? detail : 'another process relays' };
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
