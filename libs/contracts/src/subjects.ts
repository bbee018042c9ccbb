/** The JetStream streams and what each carries. */
export const streams = {
  CATALOG: { subjects: ['catalog.backend.>'], service: 'catalog' },
  MARKETPLACE: { subjects: ['marketplace.source.>', 'marketplace.entry.>'], service: 'marketplace' },
  SCHEDULING: { subjects: ['scheduling.>'], service: 'scheduler' },
  /** Workers' facts: a queue towards the scheduler, kept for a day. */
  RUNTIME: { subjects: ['runtime.>'], service: 'scheduler' },
} as const;
export type StreamName = keyof typeof streams;

/**
 * Where the server sends a copy of each message of a log's stream as soon as it is stored, to everybody at once:
 * `live.<stream>.<subject>`. Copies are not kept; whoever misses one reads the stream.
 */
export const liveSubjects = (stream: string): string => `live.${stream}.`;

/** Makes any name one subject token: `[a-z0-9_-]` stay, everything else (upper case too) becomes `=XX`, its UTF-8 bytes in hex, so that no two names meet. */
export function subjectToken(name: string): string {
  const bytes = Array.from(new TextEncoder().encode(name.normalize('NFC')));
  return bytes.map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `=${hex(byte)}`)).join('');
}

const isPlain = (byte: number) => /[a-z0-9_-]/.test(String.fromCharCode(byte)) && byte < 128;
const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');

/** The subject of an event of a log: `<prefix>.<kind>.<name>.<EventType>`, from the stream id `<kind>:<name>`. */
export function eventSubject(prefix: 'catalog' | 'scheduling' | 'marketplace', streamId: string, type: string): string {
  const at = streamId.indexOf(':');
  return `${prefix}.${streamId.slice(0, at)}.${subjectToken(streamId.slice(at + 1))}.${type}`;
}

/** Core-NATS subjects between scheduler, api and workers. */
export const heartbeatSubject = (worker: string) => `heartbeat.${worker}`;
export const hintSubject = (worker: string) => `worker.${worker}.hint`;
export const progressSubject = (worker: string, instance: string) => `progress.${worker}.${instance}`;
export const factSubject = (worker: string, instance: string, type: string) => `runtime.${worker}.${instance}.${type}`;
