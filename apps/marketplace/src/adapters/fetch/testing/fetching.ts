import type { SourceLocation } from '@enginehouse/contracts';
import type { FetchOptions } from '../../../ports.js';
import { SourceFetchers, type FetchSettings } from '../source-fetchers.js';

/** A location as its schema would complete it. */
export const git = (url: string, more: { readonly ref?: string; readonly path?: string } = {}) =>
  ({ kind: 'git', url, ref: 'HEAD', path: '', ...more }) as const satisfies SourceLocation;

export type Outcome = Awaited<ReturnType<SourceFetchers['fetch']>>;

/** Fetches as the tests do: quickly given up, and internal unless said otherwise. */
export function fetching(settings: Partial<FetchSettings> = {}) {
  const fetchers = new SourceFetchers({ fileRoots: [], ...settings, limits: { requestMs: 5000, ...settings.limits } });
  return {
    fetch: (location: SourceLocation, options: Partial<FetchOptions> = {}): Promise<Outcome> =>
      fetchers.fetch(location, {
        internal: true,
        knownRef: null,
        mayBeEmpty: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        ...options,
      }),
    check: (location: SourceLocation, internal = true) => fetchers.check(location, internal),
  };
}

/** The files of an outcome as texts, by path; the problem's code where there are none. */
export function textsOf(outcome: Outcome): Readonly<Record<string, string>> | string {
  if (!outcome.ok) return `${outcome.error.code}: ${outcome.error.detail}`;
  if (outcome.value.kind === 'unchanged') return 'unchanged';
  return Object.fromEntries(outcome.value.files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));
}

/** What an outcome calls what it found. */
export const refOf = (outcome: Outcome): string | null => (outcome.ok ? outcome.value.upstreamRef : null);

/** What is refused, in the form that people read. */
export function refusalOf(outcome: Outcome | Awaited<ReturnType<SourceFetchers['check']>>) {
  if (outcome.ok) return { code: 'ok', detail: '', hint: '' };
  const { code, detail, hint = '' } = outcome.error;
  return { code, detail, hint };
}
