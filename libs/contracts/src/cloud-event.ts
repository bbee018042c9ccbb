import type { EventMeta, RecordedEvent } from './event.js';

/** Which log an event comes from. `epoch` changes when a log was restored from an older copy. */
export interface LogIdentity {
  /** `/catalog` or `/scheduler`. */
  readonly source: string;
  readonly logId: string;
  readonly epoch: string;
}

const clean = (text: string) => encodeURIComponent(text);
const optional = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: clean(value) };

/**
 * The CloudEvents 1.0 headers (binary mode, JSON body = data) of a recorded event. Free texts are percent-encoded, as
 * the HTTP binding does it, since a header holds one line of ASCII.
 */
export function cloudEventHeaders(event: RecordedEvent, log: LogIdentity): Record<string, string> {
  return {
    'ce-specversion': '1.0',
    'ce-id': event.id,
    'ce-source': log.source,
    'ce-type': event.type,
    'ce-time': event.recordedAt,
    'ce-subject': clean(event.streamId),
    'content-type': 'application/json',
    'ce-position': String(event.position),
    'ce-streamversion': String(event.version),
    'ce-schemaversion': String(event.schemaVersion),
    'ce-logid': log.logId,
    'ce-epoch': log.epoch,
    'ce-actor': clean(event.meta.actor),
    'ce-correlationid': clean(event.meta.correlationId),
    ...optional('ce-causationid', event.meta.causationId),
    ...optional('ce-reason', event.meta.reason),
    ...optional('traceparent', event.meta.traceparent),
  };
}

const decoded = (value: string | undefined) => (value ? decodeURIComponent(value) : undefined);

/** Reads a recorded event back from its headers and data; undefined where a required header is missing. */
export function recordedEventFromHeaders(
  header: (name: string) => string | undefined,
  data: unknown,
): RecordedEvent | undefined {
  const id = header('ce-id');
  const type = header('ce-type');
  const streamId = decoded(header('ce-subject'));
  const position = Number(header('ce-position'));
  if (!id || !type || !streamId || !Number.isSafeInteger(position)) {
    return undefined;
  }
  return {
    id,
    type,
    streamId,
    position,
    version: Number(header('ce-streamversion')),
    schemaVersion: Number(header('ce-schemaversion') ?? 1),
    recordedAt: header('ce-time') ?? '',
    data,
    meta: metaFromHeaders(header),
  };
}

function metaFromHeaders(header: (name: string) => string | undefined): EventMeta {
  const causationId = decoded(header('ce-causationid'));
  const reason = decoded(header('ce-reason'));
  const traceparent = decoded(header('traceparent'));
  return {
    actor: decoded(header('ce-actor')) ?? 'unknown',
    correlationId: decoded(header('ce-correlationid')) ?? '',
    ...(causationId ? { causationId } : {}),
    ...(reason ? { reason } : {}),
    ...(traceparent ? { traceparent } : {}),
  };
}
