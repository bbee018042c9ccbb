import { randomUUID } from 'node:crypto';
import { problemOf, ProblemError, type Problem } from '@enginehouse/contracts';
import type { z } from 'zod';
import { deadline } from './deadline.js';
import { problemFrom } from './problem-from.js';
import { untilAborted } from './until-aborted.js';

export interface ApiRequest {
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Instead of the client's own limit. */
  readonly timeoutMs?: number;
}

/** How to read an answer that stays open. */
export interface StreamOptions {
  /** Ends it; otherwise the user's interrupt does. */
  readonly signal?: AbortSignal;
  /** Called when the answer has begun. */
  readonly onOpen?: () => void;
  /** The connection counts as lost when nothing has come for this long. */
  readonly longestSilenceMs?: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface ClientOptions {
  readonly url: string;
  readonly token: string | undefined;
  /** Where the token was found, for who has to find another. */
  readonly tokenFrom?: string | undefined;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 60_000;

/** The API over HTTP. Everything that goes wrong is thrown as the problem the user is told. */
export class ApiClient {
  constructor(private readonly options: ClientOptions) {}

  /** The parsed JSON of an answer, as the server sent it. */
  async json(method: Method, path: string, request: ApiRequest = {}): Promise<unknown> {
    return this.answered(method, path, request, (response) => response.json());
  }

  /** An answer checked against its contract: what this program shows is what it understands. */
  async typed<S extends z.ZodType>(
    schema: S,
    method: Method,
    path: string,
    request: ApiRequest = {},
  ): Promise<{ raw: unknown; value: z.output<S> }> {
    const raw = await this.json(method, path, request);
    const parsed = schema.safeParse(raw);
    if (parsed.success) return { raw, value: parsed.data };
    throw new ProblemError(notUnderstood(`${method} ${path}`));
  }

  async text(method: Method, path: string, request: ApiRequest = {}): Promise<{ text: string; etag: string | null }> {
    return this.answered(method, path, request, async (response) => ({
      text: await response.text(),
      etag: response.headers.get('etag'),
    }));
  }

  /** An answer that stays open, in pieces as they come. It has no deadline but for its beginning. */
  async *stream(path: string, request: ApiRequest, options: StreamOptions = {}): AsyncGenerator<string> {
    const { signal = this.options.signal, onOpen, longestSilenceMs } = options;
    const response = await this.opened(path, request, signal);
    onOpen?.();
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    try {
      for (;;) {
        const piece = await within(signal, longestSilenceMs, reader?.read() ?? ended);
        if (piece.value === undefined) return;
        yield decoder.decode(piece.value, { stream: true });
      }
    } catch (error) {
      throw signal.aborted ? error : new ProblemError(this.unreachable(error));
    } finally {
      // Also lets go of the connection. Where it is broken there is nothing left to cancel.
      reader?.cancel().catch(() => undefined);
    }
  }

  /** The connection must outlive the deadline of its beginning, so the request has the signal of the whole. */
  private async opened(path: string, request: ApiRequest, signal: AbortSignal): Promise<Response> {
    const limit = deadline(signal, this.options.timeoutMs ?? defaultTimeoutMs);
    try {
      return await this.read(() => untilAborted(limit.signal, this.send('GET', path, request, signal)));
    } finally {
      limit.release();
    }
  }

  /** Head and body of an answer, all of it before the deadline. */
  private async answered<T>(
    method: Method,
    path: string,
    request: ApiRequest,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const limit = deadline(this.options.signal, request.timeoutMs ?? this.options.timeoutMs ?? defaultTimeoutMs);
    try {
      const response = await this.send(method, path, request, limit.signal);
      return await this.read(() => untilAborted(limit.signal, read(response)));
    } finally {
      limit.release();
    }
  }

  private async send(method: Method, path: string, request: ApiRequest, signal: AbortSignal): Promise<Response> {
    const address = new URL(this.options.url + path);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const { type, content } = bodyOf(request);
    const headers = definedHeaders({
      accept: request.accept ?? 'application/json',
      authorization: this.options.token === undefined ? undefined : `Bearer ${this.options.token}`,
      'content-type': type,
      'idempotency-key': method === 'GET' ? undefined : randomUUID(),
      ...request.headers,
    });
    const init = { method, headers, body: content, signal, redirect: 'error' } as const;
    const response = await this.read(() => untilAborted(signal, fetch(address, init)));
    if (response.ok) return response;
    throw new ProblemError(await problemFrom(response, this.options));
  }

  private async read<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.options.signal.aborted || error instanceof ProblemError) throw error;
      throw new ProblemError(this.unreachable(error));
    }
  }

  private unreachable(error: unknown): Problem {
    return problemOf('unavailable', `${this.options.url} does not answer: ${reasonOf(error)}.`, {
      hint: 'Check that Enginehouse runs and that the address is right (`enginehouse config` shows where it comes from).',
    });
  }
}

function bodyOf({ body, text }: ApiRequest): { type?: string; content?: string } {
  if (text) return { type: text.type, content: text.content };
  return body === undefined ? {} : { type: 'application/json', content: JSON.stringify(body) };
}

const definedHeaders = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The outcome of a promise, unless the signal is aborted or too much time passes before. */
async function within<T>(signal: AbortSignal, ms: number | undefined, promise: Promise<T>): Promise<T> {
  if (ms === undefined) return untilAborted(signal, promise);
  const limit = deadline(signal, ms);
  try {
    return await untilAborted(limit.signal, promise);
  } finally {
    limit.release();
  }
}

const ended = Promise.resolve({ done: true, value: undefined } as const);

const notUnderstood = (what: string): Problem =>
  problemOf('internal', `The answer to ${what} is not what this version of enginehouse understands.`, {
    hint: 'Use the version of the command line that belongs to the server, or --json to see the answer as it is.',
  });

/** `fetch failed` alone helps nobody; the cause says what happened. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ENOTFOUND') return 'there is no such host';
  return cause instanceof Error && cause.message ? cause.message : error.message;
}
