import { Client } from 'undici';
import { cutOff, FenceFailure, isEarlyEnd, tooLarge } from './fence-failure.js';
import { lookupOf } from './lookup-of.js';
import { readBody } from './read-body.js';
import type { Target } from './target.js';

/** What is sent. */
export interface Outgoing {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** What came back; `body` is unpacked. Header names are in lower case, repeated headers joined by a comma. */
export interface FencedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The address that answered, after redirects. */
  readonly url: string;
}

interface ExchangeLimits {
  readonly maxBytes: number;
  /** Ends the connection. */
  readonly signal: AbortSignal;
  /** Answers whose body nobody reads. */
  readonly isHeadOnly: (status: number) => boolean;
  readonly onProgress?: ((bytes: number, total: number | null) => void) | undefined;
}

/** One request over a connection of its own, to a checked address. @throws what went wrong */
export async function exchange(target: Target, outgoing: Outgoing, limits: ExchangeLimits): Promise<FencedAnswer> {
  const { url } = target;
  limits.signal.throwIfAborted();
  // The caller's deadline is the only clock; a connection is never shared, so that it is always the one checked.
  const client = new Client(url.origin, {
    connect: { lookup: lookupOf(target), timeout: 0 },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const end = () => void client.destroy(asError(limits.signal.reason)).catch(() => undefined);
  limits.signal.addEventListener('abort', end, { once: true });
  try {
    return await ask(client, target, outgoing, limits);
  } finally {
    limits.signal.removeEventListener('abort', end);
    void client.destroy().catch(() => undefined);
  }
}

async function ask(
  client: Client,
  { url }: Target,
  outgoing: Outgoing,
  { maxBytes, signal, isHeadOnly, onProgress }: ExchangeLimits,
): Promise<FencedAnswer> {
  const { method, body } = outgoing;
  const headers = { 'accept-encoding': 'gzip, br', ...outgoing.headers };
  const path = url.pathname + url.search;
  const answer = await client.request({ method, path, headers, ...(body !== undefined && { body }) });
  const { statusCode: status } = answer;
  const received = joined(answer.headers);
  // Without a listener, a body that ends early would end the process.
  answer.body.on('error', () => undefined);
  if (method === 'HEAD' || isHeadOnly(status)) {
    return { status, headers: received, body: new Uint8Array(), url: url.href };
  }
  const length = received['content-length'];
  const total = length === undefined ? null : Number(length);
  if ((total ?? 0) > maxBytes) throw new FenceFailure(tooLarge(url.origin, maxBytes));
  let came = 0;
  const onBytes = (bytes: number) => {
    came = bytes;
    onProgress?.(bytes, total);
  };
  try {
    const limits = { origin: url.origin, maxBytes, onBytes };
    const read = await readBody(answer.body, received['content-encoding'] ?? '', limits);
    return { status, headers: received, body: read, url: url.href };
  } catch (error) {
    throw !signal.aborted && isEarlyEnd(error) ? new FenceFailure(cutOff(url.origin, came, total)) : error;
  }
}

const joined = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('given up'));
