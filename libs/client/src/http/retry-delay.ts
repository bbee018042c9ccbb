import type { Problem } from '@enginehouse/contracts';
import type { Route } from '@enginehouse/contracts/http';

const longestDelayMs = 10_000;
const firstDelayMs = 250;

/**
 * How long to wait before the same call is made again, in milliseconds; undefined where it is not. Reads, and writes that
 * carry an idempotency key, are repeated when the server asks for it or could not be reached.
 */
export function retryDelayMs(route: Route, { status, code, retryAfterSeconds }: Problem, attempt: number) {
  if (status !== 503 || (code !== 'unavailable' && retryAfterSeconds === undefined) || !isRepeatable(route)) {
    return undefined;
  }
  const wanted = retryAfterSeconds === undefined ? firstDelayMs * 2 ** (attempt - 1) : retryAfterSeconds * 1000;
  return wanted <= longestDelayMs ? wanted : undefined;
}

/** Tokens are made without looking at the key: a repeated request would find the name taken, and its secret lost. */
const isRepeatable = ({ method, tag }: Route): boolean => method === 'GET' || tag !== 'access';
