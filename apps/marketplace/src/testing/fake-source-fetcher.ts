import { err, ok, problemOf, type Problem, type Result, type SourceLocation } from '@enginehouse/contracts';
import { noFiles } from '../adapters/fetch/source-problems.js';
import { addressOf } from '../domain/source-address.js';
import type { Fetched, FetchOptions, SourceFetcher, SourceFile } from '../ports.js';

/** What stands at an address: text of an index, files, or a problem. */
export type Stand = string | readonly SourceFile[] | Problem;

/** Sources that a test writes, by their address. What they hold has a reference of its own for each writing. */
export class FakeSourceFetcher implements SourceFetcher {
  private readonly stands = new Map<string, { readonly stand: Stand; readonly ref: string }>();
  private writings = 0;
  /** What was asked for, and with what. */
  readonly asked: { readonly address: string; readonly knownRef: string | null; readonly internal: boolean }[] = [];
  private readonly held = new Map<string, Promise<void>>();
  /** Addresses that may not be called. */
  readonly forbidden = new Set<string>();

  put(address: string, stand: Stand, ref = `"${(this.writings += 1)}"`): void {
    this.stands.set(address, { stand, ref });
  }

  async fetch(
    location: SourceLocation,
    { internal, knownRef, mayBeEmpty, signal, onProgress }: FetchOptions,
  ): Promise<Result<Fetched, Problem>> {
    const address = addressOf(location);
    this.asked.push({ address, knownRef, internal });
    await Promise.race([this.held.get(address) ?? Promise.resolve(), abortionOf(signal)]);
    const found = this.stands.get(address);
    if (!found) return err(unavailable(address));
    if (isProblem(found.stand)) return err(found.stand);
    if (knownRef === found.ref) return ok({ kind: 'unchanged', upstreamRef: knownRef });
    const files = typeof found.stand === 'string' ? [fileOf('index.yaml', found.stand)] : found.stand;
    if (files.length === 0 && !mayBeEmpty) return err(noFiles(address));
    const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    onProgress(bytes, bytes);
    return ok({ kind: 'fetched', files, upstreamRef: found.ref });
  }

  /** Lets what is fetched from there wait, until it is released. */
  hold(address: string): () => void {
    let release: (() => void) | undefined;
    this.held.set(address, new Promise((resolve) => (release = resolve)));
    return () => {
      this.held.delete(address);
      release?.();
    };
  }

  check(location: SourceLocation): Promise<Result<void, Problem>> {
    const address = addressOf(location);
    const refused = problemOf('address-not-allowed', `${address} may not be called.`);
    return Promise.resolve(this.forbidden.has(address) ? err(refused) : ok(undefined));
  }
}

/** A file that holds a text. */
export const fileOf = (path: string, text: string): SourceFile => ({ path, bytes: new TextEncoder().encode(text) });

export const unavailable = (address: string): Problem => problemOf('source-unavailable', `${address} does not answer.`);

const isProblem = (stand: Stand): stand is Problem => typeof stand === 'object' && 'code' in stand;

const abortionOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
