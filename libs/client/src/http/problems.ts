import { problemOf, type Problem } from '@enginehouse/contracts';

/** The problem in an answer that is none of 2xx; made up where something in between answered. */
export async function problemFrom(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {};
  const answered = jsonOrNothing(text);
  if (isProblem(answered)) {
    return { ...wait, ...answered };
  }
  const detail = `the server answered ${response.status} ${response.statusText}`.trim();
  return { ...problemOf(codeOf(response.status), detail, wait), status: response.status };
}

/** By its required fields; a check by the schema would cost browsers a schema library. */
function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { code, title, detail, status } = value as Readonly<Record<string, unknown>>;
  return [code, title, detail].every((each) => typeof each === 'string') && typeof status === 'number';
}

function codeOf(status: number) {
  if (status === 401) {
    return 'unauthenticated';
  }
  return status === 502 || status === 503 || status === 504 ? 'unavailable' : 'internal';
}

/** Nothing answered at all. */
export const unreachable = (url: string, error: unknown): Problem =>
  problemOf('unavailable', `${url} does not answer: ${reasonOf(error)}`, {
    hint: 'Check that Enginehouse runs and that the address is right.',
  });

/** The server answered something that this version of the client cannot read. */
export const notUnderstood = (operation: string, why: string): Problem =>
  problemOf('internal', `the answer to ${operation} is not what this client understands: ${why}`, {
    hint: 'Use the version of the client that belongs to the server.',
  });

/** What a text says in JSON; undefined where it is none. */
export function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `fetch failed` alone helps nobody; the cause says what happened. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
