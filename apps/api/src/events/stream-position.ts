import { logName, type LogName } from '@enginehouse/contracts/http';

/** How far a client has read, in each log that it follows. */
export type StreamPosition = Partial<Readonly<Record<LogName, number>>>;

const part = new RegExp(`^(${logName.options.join('|')})-(\\d{1,15})$`);

/** The id of a streamed event: what to send back to go on from there, in all logs that are followed. */
export function formatPosition(position: StreamPosition): string {
  return logName.options.flatMap((log) => (position[log] === undefined ? [] : [`${log}-${position[log]}`])).join(',');
}

/** Reads `Last-Event-ID`: `catalog-12`, `scheduling-34` or several, comma-separated. Undefined when it is none of these. */
export function parsePosition(text: string): StreamPosition | undefined {
  const parts = text.split(',').map((each) => part.exec(each.trim()));
  const entries = parts.map((match) => (match ? ([match[1], Number(match[2])] as const) : undefined));
  const wellFormed = entries.every((entry) => entry !== undefined);
  return wellFormed ? (Object.fromEntries(entries) as StreamPosition) : undefined;
}
