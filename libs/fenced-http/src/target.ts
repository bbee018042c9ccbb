import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import { refusalOf, type AddressPolicy } from './address-policy.js';
import { failureOf, noAnswer, notAllowed } from './fence-failure.js';

/** Turns a host name into addresses; rejects where there is none. */
export type Resolver = (name: string) => Promise<readonly string[]>;

/** An address that was checked; the connection is made to `addresses` and to nothing else. */
export interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}

/** What decides whether an address may be called. */
export interface Fence {
  readonly policy: AddressPolicy;
  /** Whether http is refused, also where a redirect leads there; default false. */
  readonly httpsOnly?: boolean | undefined;
  readonly resolver?: Resolver | undefined;
  readonly timeoutMs: number;
}

const systemResolver: Resolver = async (name) => (await lookup(name, { all: true })).map(({ address }) => address);

/** Resolves and checks where a request would go; nothing is connected to. */
export async function resolveTarget(text: string, fence: Fence): Promise<Result<Target, Problem>> {
  const parsed = parseAddress(text, fence);
  if (!parsed.ok) return parsed;
  const url = parsed.value;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // The URL parser has brought numbers in any notation (octal, hexadecimal, one integer) into the usual one.
  if (isIP(host) > 0) return allowed(url, [host], fence);
  // RFC 6761: these names mean this machine, and no resolver is asked. A host without /etc/hosts knows none of them.
  if (/(^|\.)localhost\.?$/i.test(host)) return allowed(url, ['127.0.0.1', '::1'], fence);
  try {
    return allowed(url, await (fence.resolver ?? systemResolver)(host), fence);
  } catch (error) {
    return err(failureOf(error, url.origin, fence.timeoutMs));
  }
}

function parseAddress(text: string, { httpsOnly = false }: Fence): Result<URL, Problem> {
  if (!URL.canParse(text)) return err(notAllowed('What is no URL', `${JSON.stringify(redacted(text))} cannot be read`));
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return err(notAllowed(`${url.protocol} addresses`, 'only http and https are spoken'));
  if (httpsOnly && url.protocol === 'http:') return err(notAllowed(url.origin, 'only https is spoken here, not http'));
  if (url.username !== '' || url.password !== '')
    return err(notAllowed(url.origin, 'a user name or password in a URL ends up in logs'));
  return ok(url);
}

const redacted = (text: string): string => text.slice(0, 100).replace(/\/\/[^/]*@/, '//...@');

/** Of several addresses, those that may be called are used; a name with none of them is refused. */
function allowed(url: URL, addresses: readonly string[], { policy }: Fence): Result<Target, Problem> {
  const usable = addresses.filter((address) => refusalOf(address, policy) === null);
  if (usable.length > 0) return ok({ url, addresses: usable });
  const [first] = addresses;
  if (first === undefined) return err(noAnswer(url.origin, 'name-not-found', 'its name has no address'));
  const only = policy === 'public' ? '; only public addresses are called' : '';
  return err(notAllowed(url.origin, `${refusalOf(first, policy)}${only}`));
}
