import { upcast, type AuditEntry, type RecordedEvent } from '@enginehouse/contracts';
import { describeEvent } from '@enginehouse/backend-spec';
import { readableEvent } from '../application/readable-event.js';

/** One change as the read model holds it. */
export interface AuditRow {
  /** Of the event in the log. */
  readonly position: number;
  /** The lower-case name, which is the backend's stream. */
  readonly backendKey: string;
  /** The name as it was written then. */
  readonly backend: string;
  readonly version: number;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly correlationId: string;
  readonly text: string;
}

/** Names as written, by lower-case name, as the events so far tell them. */
export type KnownNames = Map<string, string>;

/** The rows of consecutive events of backends; takes the names that they give into account and adds them to `names`. */
export function auditRows(events: readonly RecordedEvent[], names: KnownNames): readonly AuditRow[] {
  return events.filter(isOfBackend).map((event) => {
    const backendKey = auditKeyOf(event);
    const backend = nameIn(event) ?? names.get(backendKey) ?? backendKey;
    names.set(backendKey, backend);
    const { position, version, type, recordedAt: at, meta } = event;
    const { actor, reason = null, correlationId } = meta;
    const text = describeEvent(upcast(event));
    return { position, backendKey, backend, version, type, at, actor, reason, correlationId, text };
  });
}

const prefix = 'backend:';
const isOfBackend = ({ streamId }: RecordedEvent): boolean => streamId.startsWith(prefix);

/** The lower-case name of the backend that an event is about. */
export const auditKeyOf = ({ streamId }: RecordedEvent): string => streamId.slice(prefix.length);

/** The name as the event itself has it; only those that bring a whole definition do. */
function nameIn(event: RecordedEvent): string | undefined {
  const readable = readableEvent(event);
  const brings = readable?.type === 'BackendRegistered' || readable?.type === 'BackendRolledBack';
  // A redacted event has lost its definition.
  const { definition }: { definition?: { backend_name?: string } } = brings ? readable.data : {};
  return definition?.backend_name;
}

/** A row as the audit view answers it. */
export function entryOf({ backendKey: _key, reason, ...entry }: AuditRow): AuditEntry {
  return reason === null ? entry : { ...entry, reason };
}
