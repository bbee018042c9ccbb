import type { Route } from '@enginehouse/contracts/http';
import type { RouteCall } from './route-call.js';

/** What goes into `fetch` beside the address and the signal. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** The type that a call asks for: its own wish, else JSON where the route has it, else what the route names first. */
export const acceptedType = ({ answer }: Route, { accept }: RouteCall): string =>
  accept ?? (answer.schema ? 'application/json' : (answer.types?.[0] ?? 'application/json'));

/** Method, headers and body of a call; the same for all of its attempts. */
export function requestOf(route: Route, call: RouteCall, token: string | undefined): HttpRequest {
  const { type, content } = bodyOf(route, call);
  const isWrite = route.method !== 'GET';
  const headers = {
    accept: acceptedType(route, call),
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    'content-type': type,
    'idempotency-key': isWrite ? (call.idempotencyKey ?? crypto.randomUUID()) : undefined,
    'if-match': call.ifMatch === undefined ? undefined : `"${call.ifMatch}"`,
    'x-change-reason': call.reason === undefined ? undefined : headerText(call.reason),
    'last-event-id': call.lastEventId,
  };
  return { method: route.method, headers: defined(headers), ...(content === undefined ? {} : { body: content }) };
}

function bodyOf(route: Route, { body, yaml }: RouteCall): { readonly type?: string; readonly content?: string } {
  if (!route.body) {
    return {};
  }
  if (yaml !== undefined) {
    return { type: 'application/yaml', content: yaml };
  }
  return body === undefined ? {} : { type: 'application/json', content: JSON.stringify(body) };
}

/** A header is one line of bytes; the server reads them as UTF-8. */
function headerText(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return Array.from(new TextEncoder().encode(line), (byte) => String.fromCharCode(byte)).join('');
}

const defined = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
