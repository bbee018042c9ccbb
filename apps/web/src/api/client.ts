import { createClientFor } from '@enginehouse/client/browser';
import { ProblemError, type Problem, type Result } from '@enginehouse/contracts';
import { routeTables } from 'virtual:enginehouse-routes';
import { csrfToken, sessionEnded } from './session-state.js';

/** The API, as the signed-in person: the cookie goes along by itself, the proof against forged requests is added here. */
export const api = createClientFor(routeTables, { url: window.location.origin, fetch: asSignedIn, attempts: 2 });

/** `fetch` to our own server as the signed-in person, for what is not in the table of routes. */
export async function asSignedIn(address: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = csrfToken();
  if (token !== undefined && init.method !== 'GET') headers.set('x-csrf-token', token);
  const response = await fetch(address, { ...init, headers, credentials: 'same-origin' });
  if (response.status === 401) sessionEnded();
  return response;
}

/** The value of a call, or its problem thrown: what queries and mutations expect. */
export async function valueOf<T>(call: Promise<Result<{ readonly value: T }, Problem>>): Promise<T> {
  const answer = await call;
  if (!answer.ok) throw new ProblemError(answer.error);
  return answer.value.value;
}

/** What went wrong, as a problem, whatever was thrown. */
export function problemIn(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'Something went wrong in this page', status: 0, code: 'page-error', detail };
}
