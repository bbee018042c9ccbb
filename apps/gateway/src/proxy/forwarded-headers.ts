import { workerKeyHeader } from '@enginehouse/service-kit';
import type { IncomingHttpHeaders } from 'node:http';

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What is between the client and us, and none of the engine's business. */
const notForEngines = new Set([
  ...hopByHop,
  'authorization',
  'cookie',
  'host',
  'content-length',
  'expect',
  // Answers come as they are: an error event can be put into a stream only when it is not packed.
  'accept-encoding',
  workerKeyHeader,
]);

const notForClients = new Set([...hopByHop, 'date', 'server', 'x-powered-by', 'set-cookie', workerKeyHeader]);

/** The headers of the request as an engine gets them. */
export function headersForEngine(
  headers: IncomingHttpHeaders,
  added: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  return { ...pick(headers, notForEngines), ...added };
}

/** The headers of an engine's answer as the client gets them. */
export const headersForClient = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  pick(headers, notForClients);

function pick(headers: IncomingHttpHeaders, without: ReadonlySet<string>): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !without.has(entry[0]) && !named.has(entry[0]),
  );
  return Object.fromEntries(kept);
}
