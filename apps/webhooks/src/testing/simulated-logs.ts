import { catalog, ok, scheduling, type RecordedEvent, type WebhookLog } from '@enginehouse/contracts';
import type { Bus, Stoppable } from '@enginehouse/messaging';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';

const feeds = { catalog: catalog.feed, scheduling: scheduling.feed } as const;

/** The logs of catalog and scheduler, played by a test. */
export class SimulatedLogs {
  readonly events: Record<WebhookLog, RecordedEvent[]> = { catalog: [], scheduling: [] };
  logId = uuidv7();
  epochs = [{ epoch: 1, afterPosition: 0 }];
  private serving: Stoppable[] = [];

  serve(bus: Bus): void {
    this.serving = (['catalog', 'scheduling'] as const).map((log) =>
      bus.serve(feeds[log], async ({ after, limit, waitMs }) => {
        const page = () => this.events[log].filter(({ position }) => position > after).slice(0, limit);
        await waitUntil(() => page().length > 0, { what: 'an event', timeout: waitMs, interval: 20 }).catch(() => {});
        return ok({ events: page(), head: this.events[log].length, logId: this.logId, epochs: this.epochs });
      }),
    );
  }

  stop(): void {
    this.serving.forEach((each) => each.stop());
  }

  append(
    log: WebhookLog,
    type: string,
    more: { readonly streamId?: string; readonly data?: unknown } = {},
  ): RecordedEvent {
    const position = this.events[log].length + 1;
    const { actor, correlationId } = newHeader('user:ada');
    const event: RecordedEvent = {
      id: uuidv7(),
      type,
      schemaVersion: 1,
      data: more.data ?? { n: position },
      meta: { actor, correlationId },
      position,
      streamId: more.streamId ?? 'backend:vllm',
      version: position,
      recordedAt: new Date().toISOString(),
    };
    this.events[log].push(event);
    return event;
  }

  appendMany(log: WebhookLog, type: string, count: number): readonly RecordedEvent[] {
    return Array.from({ length: count }, () => this.append(log, type));
  }
}
