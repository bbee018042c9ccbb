import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Route } from '@enginehouse/contracts/http';
import { linesOf } from '../streams/lines.js';
import { piecesOf } from '../streams/pieces.js';
import { serverSentEvents } from '../streams/server-sent-events.js';
import type { Answer } from './client-types.js';
import { jsonOrNothing, notUnderstood } from './problems.js';
import { parseTolerantly } from './parse-tolerantly.js';

/** An answer that stays open: its events or lines as they come. Undefined for one that is read whole. */
export function openAnswer(
  response: Response,
  type: string,
  signal: AbortSignal | undefined,
): Answer<unknown> | undefined {
  if (type === 'text/event-stream') {
    return { value: serverSentEvents(piecesOf(response, signal)) };
  }
  const isLines = type === 'text/plain' || type === 'application/x-ndjson';
  return isLines ? { value: linesOf(piecesOf(response, signal)) } : undefined;
}

/** An answer read whole: JSON by the route's schema, pictures as bytes, anything else as text. */
export async function readAnswer(
  response: Response,
  route: Route,
  type: string,
): Promise<Result<Answer<unknown>, Problem>> {
  const revision = revisionOf(response);
  if (type.startsWith('image/')) {
    return ok({ value: new Uint8Array(await response.arrayBuffer()), ...revision });
  }
  const text = await response.text();
  if (type !== 'application/json' || !route.answer.schema) {
    return ok({ value: text, ...revision });
  }
  const raw = jsonOrNothing(text);
  const parsed = raw === undefined ? err('it is not JSON') : parseTolerantly(route.answer.schema, raw);
  return parsed.ok ? ok({ value: parsed.value, ...revision }) : err(notUnderstood(route.operation, parsed.error));
}

function revisionOf(response: Response): { readonly revision?: number } {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1];
  return digits === undefined ? {} : { revision: Number(digits) };
}
