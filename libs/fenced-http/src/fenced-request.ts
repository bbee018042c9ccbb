import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { AddressPolicy } from './address-policy.js';
import { exchange, type FencedAnswer, type Outgoing } from './exchange.js';
import { failureOf, noAnswer, notAllowed } from './fence-failure.js';
import { isRedirect, redirectOf } from './redirects.js';
import { resolveTarget, type Resolver, type Target } from './target.js';
import { untilDeadline } from './until-deadline.js';

/** What to send, and how far it may go. */
export interface FencedOptions {
  readonly policy: AddressPolicy;
  /** Whether http is refused, also where a redirect leads there; default false. */
  readonly httpsOnly?: boolean;
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds for everything: resolving, redirects, and the last byte of the body. */
  readonly timeoutMs: number;
  /** The largest body that is taken, packed and unpacked. */
  readonly maxBytes: number;
  /** How many redirects are followed; default 5. At 0 a redirect is an answer like any other. */
  readonly maxRedirects?: number;
  /** Is told how many bytes of a body have arrived, packed as they come; `total` is null where nobody says it. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** Instead of the system's resolver. */
  readonly resolver?: Resolver;
}

/**
 * Asks an address that somebody else chose. Every answer is a value, whatever its status; `address-not-allowed` says
 * that nothing was sent there, `input-too-large` that the answer has no end, `unavailable` that there is none
 * (`extra.reason` says why). Proxies of the environment are not used: they would hide where a request goes.
 */
export async function fencedRequest(url: string, options: FencedOptions): Promise<Result<FencedAnswer, Problem>> {
  try {
    return await untilDeadline(options, (signal) => follow(url, options, signal));
  } catch (error) {
    return err(failureOf(error, originOf(url), options.timeoutMs));
  }
}

/** Whether an address could be called now, without calling it; for checking what somebody is about to save. */
export async function checkAddress(
  url: string,
  options: Pick<FencedOptions, 'policy' | 'httpsOnly' | 'timeoutMs' | 'resolver'>,
): Promise<Result<void, Problem>> {
  try {
    const target = await untilDeadline(options, () => resolveTarget(url, options));
    return target.ok ? ok(undefined) : target;
  } catch (error) {
    return err(failureOf(error, originOf(url), options.timeoutMs));
  }
}

async function follow(
  first: string,
  options: FencedOptions,
  signal: AbortSignal,
): Promise<Result<FencedAnswer, Problem>> {
  const maxRedirects = options.maxRedirects ?? 5;
  let next: { readonly url: string; readonly outgoing: Outgoing } = { url: first, outgoing: outgoingOf(options) };
  let previous: Target | undefined;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const target = await nextTarget(next.url, previous, options);
    if (!target.ok) return target;
    const answer = await step(target.value, next.outgoing, { ...options, maxRedirects }, signal);
    const redirect = answer.ok && maxRedirects > 0 ? redirectOf(answer.value, target.value.url, next.outgoing) : null;
    if (redirect === null) return answer;
    next = redirect;
    previous = target.value;
  }
  return err(noAnswer(originOf(first), 'too-many-redirects', `it redirects more than ${maxRedirects} times`));
}

const outgoingOf = ({ method = 'GET', headers = {}, body }: FencedOptions): Outgoing => ({ method, headers, body });

async function nextTarget(
  url: string,
  previous: Target | undefined,
  options: FencedOptions,
): Promise<Result<Target, Problem>> {
  const target = await resolveTarget(url, options);
  if (!target.ok || previous === undefined) return target;
  if (previous.url.protocol === 'https:' && target.value.url.protocol === 'http:')
    return err(notAllowed(target.value.url.origin, `${previous.url.origin} redirects there from https to http`));
  return target;
}

async function step(
  target: Target,
  outgoing: Outgoing,
  { maxBytes, maxRedirects, timeoutMs, onProgress }: FencedOptions & { readonly maxRedirects: number },
  signal: AbortSignal,
): Promise<Result<FencedAnswer, Problem>> {
  const isHeadOnly = (status: number) => maxRedirects > 0 && isRedirect(status);
  try {
    return ok(await exchange(target, outgoing, { maxBytes, signal, isHeadOnly, onProgress }));
  } catch (error) {
    return err(failureOf(error, target.url.origin, timeoutMs));
  }
}

/** Names an address without what may be secret in it. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'The address');
