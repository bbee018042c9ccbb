import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import { fencedRequest, type AddressPolicy, type FencedAnswer, type Resolver } from '@enginehouse/fenced-http';
import { z } from 'zod';
import { challengeOf, type Challenge } from './challenge.js';
import type { ImageAddress } from './image-address.js';
import { fromRequest, fromStatus, registryDenied, registryUnavailable } from './registry-problems.js';

/** Who asks a registry. */
export interface RegistryAccount {
  readonly username: string;
  readonly password: string;
}

/** Everything that asking about one image needs. */
export interface SessionOptions {
  /** As it was written, for messages. */
  readonly image: string;
  readonly address: ImageAddress;
  readonly account: RegistryAccount | null;
  /** When all requests together must be done, in milliseconds since the epoch. */
  readonly endsAt: number;
  /** The same for each one of them, in milliseconds. */
  readonly requestMs?: number;
  /** Default internal: registries stand inside networks as often as outside. */
  readonly policy?: AddressPolicy;
  readonly signal?: AbortSignal;
  readonly resolver?: Resolver | undefined;
}

/** How one thing is read. */
export interface Reading {
  readonly maxBytes: number;
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD';
  readonly onProgress?: (bytes: number) => void;
}

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });
const maxTokenBytes = 256 * 1024;

/** Requests about one image, by one account, within one deadline. Authorises itself when the registry asks for it. */
export class RegistrySession {
  private authorization: string | null = null;

  constructor(private readonly options: SessionOptions) {}

  /** Reads something of the repository: `manifests/<reference>` or `blobs/<digest>`. */
  async read(path: string, accept: string, reading: number | Reading): Promise<Result<FencedAnswer, Problem>> {
    const { address } = this.options;
    const how = typeof reading === 'number' ? { maxBytes: reading } : reading;
    const url = `${address.url}/v2/${address.repository}/${path}`;
    const first = await this.ask(url, { accept }, how);
    if (!first.ok || first.value.status !== 401 || this.authorization !== null) return this.usable(first);
    const authorised = await this.authorise(challengeOf(first.value.headers['www-authenticate']));
    if (!authorised.ok) return authorised;
    return this.usable(await this.ask(url, { accept }, how));
  }

  private usable(answer: Result<FencedAnswer, Problem>): Result<FencedAnswer, Problem> {
    if (!answer.ok || answer.value.status === 200) return answer;
    const { image, address, account } = this.options;
    return err(fromStatus(answer.value, { image, address, hasAccount: account !== null }));
  }

  private async authorise(challenge: Challenge | null): Promise<Result<void, Problem>> {
    const { image, address, account } = this.options;
    if (challenge?.scheme === 'bearer') return await this.fetchToken(challenge);
    if (challenge === null || account === null) return err(registryDenied(image, address, account !== null));
    this.authorization = basic(account);
    return ok(undefined);
  }

  private async fetchToken(challenge: Extract<Challenge, { scheme: 'bearer' }>): Promise<Result<void, Problem>> {
    const { image, address, account } = this.options;
    const url = tokenAddress(challenge, address);
    if (url === null) return err(registryUnavailable(`${address.url} names no usable address for its tokens.`));
    const headers: Record<string, string> = account === null ? {} : { authorization: basic(account) };
    const answer = await this.ask(url, headers, { maxBytes: maxTokenBytes });
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    // What token services answer to a wrong account differs; none of it is about the image.
    if (status === 400 || status === 401 || status === 403)
      return err(registryDenied(image, address, account !== null));
    const read = tokenAnswer.safeParse(status === 200 ? jsonOf(body) : null);
    const token = read.data?.token ?? read.data?.access_token;
    if (token === undefined)
      return err(registryUnavailable(`${new URL(url).origin} answered ${status} without a token.`));
    this.authorization = `Bearer ${token}`;
    return ok(undefined);
  }

  private async ask(
    url: string,
    headers: Readonly<Record<string, string>>,
    reading: Reading,
  ): Promise<Result<FencedAnswer, Problem>> {
    const { endsAt, requestMs = Infinity, policy = 'internal', resolver, signal } = this.options;
    const authorization = this.authorization !== null && { authorization: this.authorization };
    const answer = await fencedRequest(url, {
      ...reading,
      policy,
      httpsOnly: policy === 'public',
      headers: { 'user-agent': 'enginehouse', ...authorization, ...headers },
      timeoutMs: Math.max(1, Math.min(requestMs, endsAt - Date.now())),
      resolver,
      ...(signal !== undefined && { signal }),
    });
    return answer.ok ? answer : err(fromRequest(answer.error));
  }
}

/** Where a token is to be had; null where that would send an account without TLS. */
function tokenAddress(
  { realm, service, scope }: Extract<Challenge, { scheme: 'bearer' }>,
  address: ImageAddress,
): string | null {
  if (!URL.canParse(realm)) return null;
  const url = new URL(realm);
  if (url.protocol !== 'https:' && address.url.startsWith('https:')) return null;
  if (service !== null) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope ?? `repository:${address.repository}:pull`);
  return url.href;
}

const basic = ({ username, password }: RegistryAccount): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The value of a JSON text; undefined where it is none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
