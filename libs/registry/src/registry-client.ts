import { err, type ImageFacts, type Problem, type Result } from '@enginehouse/contracts';
import type { Resolver } from '@enginehouse/fenced-http';
import { imageAddress } from './image-address.js';
import { readDigest, readFacts } from './read-image.js';
import { noImageReference } from './registry-problems.js';
import type { RegistryAccount, SessionOptions } from './registry-session.js';
import { TimedCache } from './timed-cache.js';

/** Asks registries about images, without pulling them. */
export interface RegistryClient {
  /** What the registry says about an image. A minute old at most; `fresh`: now. */
  imageFacts(image: string, options?: { readonly fresh?: boolean }): Promise<Result<ImageFacts, Problem>>;
  /** The digest that a reference means. `fresh`: now, not up to a minute ago. */
  currentDigest(image: string, options?: { readonly fresh?: boolean }): Promise<Result<string, Problem>>;
}

/** How to ask. */
export interface RegistryClientOptions {
  /** The account for an image's registry, asked for each time; null where there is none. */
  readonly accountFor?: (image: string) => Promise<RegistryAccount | null>;
  /** Milliseconds for everything about one image; default 10 000. */
  readonly timeoutMs?: number;
  /** How long an answer is kept, in milliseconds; default 60 000. */
  readonly keepMs?: number;
  /** Instead of the system's resolver. */
  readonly resolver?: Resolver;
}

/** A client that shares what is asked at the same time and keeps answers for a minute. Failures are not kept. */
export function createRegistryClient(options: RegistryClientOptions = {}): RegistryClient {
  const cached = <T>() =>
    new TimedCache<Result<T, Problem>>({
      keepMs: options.keepMs ?? 60_000,
      entries: 500,
      isWorthKeeping: (result) => result.ok,
      now: Date.now,
    });
  const facts = cached<ImageFacts>();
  const digests = cached<string>();
  return {
    imageFacts: (image, how) => facts.get(image, () => asking(image, options, readFacts), how),
    currentDigest: (image, how) => digests.get(image, () => asking(image, options, readDigest), how),
  };
}

async function asking<T>(
  image: string,
  { accountFor, timeoutMs = 10_000, resolver }: RegistryClientOptions,
  read: (session: SessionOptions) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const address = imageAddress(image);
  if (address === null) return err(noImageReference(image));
  const endsAt = Date.now() + timeoutMs;
  const account = (await accountFor?.(image)) ?? null;
  return await read({ image, address, account, endsAt, resolver });
}
