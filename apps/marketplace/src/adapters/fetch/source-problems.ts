import { problemOf, type Problem } from '@enginehouse/contracts';
import { rawAddressOf } from './http/raw-address.js';
import { wantedShown } from './wanted-files.js';

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;

/** The source may give something later. */
export const sourceUnavailable = (detail: string, hint?: string): Problem =>
  problemOf('source-unavailable', detail, hint === undefined ? {} : { hint });

/** What is there is of no use, now as later. */
export const sourceInvalid = (detail: string, hint: string): Problem => problemOf('source-invalid', detail, { hint });

export const tooManyBytes = (what: string, maxBytes: number): Problem =>
  problemOf('input-too-large', `${what} holds more than ${maxBytes} bytes.`, { hint: hints.size(maxBytes) });

export const tooManyFiles = (what: string, maxFiles: number): Problem =>
  problemOf('input-too-large', `${what} holds more than ${maxFiles} files.`, {
    hint: 'Name a folder further down, or put the entries into fewer files.',
  });

export const noFiles = (what: string): Problem =>
  sourceInvalid(
    `${what} holds no file that is read.`,
    `These are read: ${wantedShown}; hidden ones and links are not. Where it is meant to be empty: enginehouse market source sync NAME --accept-empty`,
  );

export const givenUp = (what: string): Problem => sourceUnavailable(`Fetching ${what} was given up.`, 'Sync it again.');

const hints = {
  size: (maxBytes: number) => `The files of a source have at most ${mebibytes(maxBytes)} together.`,
  internal: 'Where the source is in your own network, say so: enginehouse market source add ... --internal',
  never:
    'Not even internal sources may be at link-local, metadata or reserved addresses, or redirect from https to http.',
  tls: 'Name the file with the CA of the source in NODE_EXTRA_CA_CERTS of the marketplace service.',
  name: 'Check the name, and that the marketplace service can resolve it.',
  reach: 'Check that the marketplace service can reach the address.',
  cut: 'Sync it again; where that does not help, the server, or a proxy before it, ends its answers too early.',
  redirects: 'Use the address where the redirects end.',
} as const;

const alreadyOurs: ReadonlySet<string> = new Set(['source-invalid', 'source-unavailable', 'source-incomplete']);

/** Says for a source what stood in the way of a request. */
export function asSourceProblem(
  problem: Problem,
  { internal, maxBytes }: { internal: boolean; maxBytes: number },
): Problem {
  const { code, detail } = problem;
  if (alreadyOurs.has(code)) return problem;
  switch (code) {
    case 'address-not-allowed':
      return problemOf(code, detail, { hint: internal ? hints.never : hints.internal });
    case 'input-too-large':
      return problemOf(code, detail, { hint: hints.size(maxBytes) });
    case 'registry-denied':
    case 'image-not-found':
      return sourceInvalid(detail, problem.hint ?? hints.reach);
    case 'registry-unavailable':
    case 'unavailable':
      return noAnswer(problem);
    default:
      return sourceInvalid(detail, problem.hint ?? 'Check the address of the source.');
  }
}

const noAnswer = (problem: Problem): Problem =>
  problemOf(problem.extra?.['reason'] === 'cut' ? 'source-incomplete' : 'source-unavailable', problem.detail, {
    hint: problem.hint ?? hintFor(problem),
    ...(problem.retryAfterSeconds !== undefined && { retryAfterSeconds: problem.retryAfterSeconds }),
  });

function hintFor({ extra }: Problem): string {
  switch (extra?.['reason']) {
    case 'tls':
      return hints.tls;
    case 'name-not-found':
      return hints.name;
    case 'too-many-redirects':
      return hints.redirects;
    case 'cut':
      return hints.cut;
    default:
      return hints.reach;
  }
}

/** What is there is a page for people: of a login, of a repository's files, or of an error. */
export const webPage = (url: string): Problem => {
  const file = rawAddressOf(url);
  return problemOf('source-is-web-page', `${new URL(url).origin} answered with a web page, not with an index.`, {
    hint:
      file === null
        ? 'Give the address of the file itself: on GitHub that is its raw address, https://raw.githubusercontent.com/... Where it is a login page, the address needs an account; HTTP sources are read without one.'
        : `Give the address of the file itself: ${file}`,
  });
};

/** What a server's status other than 200 says about a source. */
export function fromStatus(origin: string, status: number, headers: Readonly<Record<string, string>>): Problem {
  const isBusy = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!isBusy) return sourceInvalid(`${origin} answered ${status}${meaning[status] ?? ''}.`, hintOfStatus(status));
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return problemOf('source-unavailable', `${origin} answered ${status}.`, {
    hint: hints.reach,
    ...(Number.isFinite(seconds) && seconds >= 0 && { retryAfterSeconds: seconds }),
  });
}

const meaning: Readonly<Partial<Record<number, string>>> = {
  401: ': it wants to know who asks',
  403: ': it refuses access',
  404: ': it has nothing at this address',
  410: ': what was at this address is gone',
};

const hintOfStatus = (status: number): string =>
  status === 401 || status === 403
    ? 'HTTP sources are read without an account; offer it where none is needed, or use an OCI registry.'
    : 'Check the address of the source.';
