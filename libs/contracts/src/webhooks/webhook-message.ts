import type { RecordedEvent } from '../event.js';
import type { LogIdentity } from '../cloud-event.js';

/** What a webhook's body is: a CloudEvent 1.0 in structured JSON, with the log's own attributes as extensions. */
export interface WebhookMessage {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly datacontenttype: 'application/json';
  /** Where the event stands in its log; deliveries overtake each other, positions do not. */
  readonly position: number;
  readonly streamversion: number;
  readonly schemaversion: number;
  readonly logid: string;
  readonly actor: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly reason?: string;
  readonly traceparent?: string;
  readonly data: unknown;
}

/** The content type of a webhook's body. */
export const webhookContentType = 'application/cloudevents+json';

/** The event as webhooks are told of it; the same attributes as on NATS, there in headers, here in the body. */
export function webhookMessage(event: RecordedEvent, log: Pick<LogIdentity, 'source' | 'logId'>): WebhookMessage {
  const { actor, correlationId, causationId, reason, traceparent } = event.meta;
  return {
    specversion: '1.0',
    id: event.id,
    source: log.source,
    type: event.type,
    time: event.recordedAt,
    subject: event.streamId,
    datacontenttype: 'application/json',
    position: event.position,
    streamversion: event.version,
    schemaversion: event.schemaVersion,
    logid: log.logId,
    actor,
    correlationid: correlationId,
    ...(causationId && { causationid: causationId }),
    ...(reason && { reason }),
    ...(traceparent && { traceparent }),
    data: event.data,
  };
}
