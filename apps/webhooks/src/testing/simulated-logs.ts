import { logs, ok, perLog, webhookLog, type RecordedEvent, type WebhookLog } from '@enginehouse/contracts';
import type { Bus, Stoppable } from '@enginehouse/messaging';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';

/** The logs of the services, played by a test. */
export class SimulatedLogs {
  readonly events: Readonly<Record<WebhookLog, RecordedEvent[]>> = perLog(() => []);
  logId = uuidv7();
  epochs = [{ epoch: 1, afterPosition: 0 }];
  private serving: Stoppable[] = [];

  /** Serves the logs; those that are left out are away. */
  serve(bus: Bus, present: readonly WebhookLog[] = webhookLog.options): void {
    const begun = present.map((log) =>
      bus.serve(logs[log].feed, async ({ after, limit, waitMs }) => {
        const page = () => this.events[log].filter(({ position }) => position > after).slice(0, limit);
        await waitUntil(() => page().length > 0, { what: 'an event', timeout: waitMs, interval: 20 }).catch(() => {});
        return ok({ events: page(), head: this.events[log].length, logId: this.logId, epochs: this.epochs });
      }),
    );
    this.serving.push(...begun);
  }

  stop(): void {
    this.serving.splice(0).forEach((each) => each.stop());
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
