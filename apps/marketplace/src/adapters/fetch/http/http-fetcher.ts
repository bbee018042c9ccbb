import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import { checkAddress, fencedRequest, type FencedAnswer, type Resolver } from '@enginehouse/fenced-http';
import type { Fetched, FetchOptions, SourceFile } from '../../../ports.js';
import type { KindFetcher, LocationOf } from '../kind-fetcher.js';
import type { FetchLimits } from '../limits.js';
import { asSourceProblem, fromStatus, webPage } from '../source-problems.js';
import { keyName, signatureOf } from '../wanted-files.js';
import { besideOf, fileNameOf } from './addresses.js';
import { isKeyFile, isPage } from './minisign-files.js';
import { knownTag, refOf } from './upstream-ref.js';

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  readonly onProgress?: FetchOptions['onProgress'];
}

/** Signatures and keys are some hundred bytes. */
const maxSignatureBytes = 64 * 1024;
/** What servers answer for a file that is not there; object stores that list nothing say 403. */
const absent = new Set([401, 403, 404, 410]);

/** One index at an address, with its signature beside it. */
export class HttpFetcher implements KindFetcher<'http'> {
  constructor(private readonly settings: { readonly resolver?: Resolver | undefined; readonly limits: FetchLimits }) {}

  async fetch({ url }: LocationOf<'http'>, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    // Before the index: whether that is unchanged does not matter where its signature is another one.
    const signature = await this.signature(url, options);
    if (!signature.ok) return signature;
    const tag = knownTag(options.knownRef, signature.value);
    const headers: Record<string, string> = tag === null ? {} : { 'if-none-match': tag };
    const answer = await this.get(url, options, { headers, onProgress: options.onProgress });
    if (!answer.ok) return answer;
    const { status, body, headers: answered } = answer.value;
    if (status === 304 && tag !== null) return ok({ kind: 'unchanged', upstreamRef: options.knownRef });
    if (status !== 200) return err(fromStatus(new URL(url).origin, status, answered));
    if (isPage(body)) return err(webPage(url));
    const upstreamRef = refOf(answered['etag'], signature.value);
    return ok({ kind: 'fetched', upstreamRef, files: [{ path: fileNameOf(url), bytes: body }, ...signature.value] });
  }

  /** A name that cannot be resolved now may be resolvable later: only what may never be called is refused. */
  async check({ url }: LocationOf<'http'>, internal: boolean): Promise<Result<void, Problem>> {
    const checked = await checkAddress(url, { ...this.fence(internal), timeoutMs: this.settings.limits.requestMs });
    const isRefused = !checked.ok && checked.error.code === 'address-not-allowed';
    return isRefused ? err(this.said(checked.error, internal)) : ok(undefined);
  }

  /** The signature of the index, and with it the key that the source shows; none where the index is not signed. */
  private async signature(url: string, options: FetchOptions): Promise<Result<readonly SourceFile[], Problem>> {
    const name = fileNameOf(url);
    const signature = await this.beside(signatureOf(name), besideOf(url, signatureOf), options);
    if (!signature.ok) return signature;
    if (signature.value === null || isPage(signature.value.bytes)) return ok([]);
    const key = await this.beside(
      keyName,
      besideOf(url, () => keyName),
      options,
    );
    if (!key.ok) return key;
    return ok(key.value !== null && isKeyFile(key.value.bytes) ? [signature.value, key.value] : [signature.value]);
  }

  private async beside(path: string, url: string, options: FetchOptions): Promise<Result<SourceFile | null, Problem>> {
    const answer = await this.get(url, options, { maxBytes: maxSignatureBytes });
    // Some sites answer every address with a whole page.
    if (!answer.ok) return answer.error.code === 'input-too-large' ? ok(null) : answer;
    const { status, body, headers } = answer.value;
    if (absent.has(status)) return ok(null);
    return status === 200 ? ok({ path, bytes: body }) : err(fromStatus(new URL(url).origin, status, headers));
  }

  private async get(
    url: string,
    { internal, signal }: FetchOptions,
    { headers = {}, maxBytes = this.settings.limits.maxBytes, onProgress }: Asked,
  ): Promise<Result<FencedAnswer, Problem>> {
    const answer = await fencedRequest(url, {
      ...this.fence(internal),
      headers: { 'user-agent': 'enginehouse', ...headers },
      timeoutMs: this.settings.limits.requestMs,
      maxBytes,
      signal,
      ...(onProgress && { onProgress }),
    });
    return answer.ok ? answer : err(this.said(answer.error, internal));
  }

  private fence(internal: boolean) {
    const { resolver } = this.settings;
    const policy = internal ? ('internal' as const) : ('public' as const);
    return { policy, httpsOnly: !internal, ...(resolver && { resolver }) };
  }

  private said(problem: Problem, internal: boolean): Problem {
    return asSourceProblem(problem, { internal, maxBytes: this.settings.limits.maxBytes });
  }
}
