import { problemOf, type Problem } from '@enginehouse/contracts';
import { sourceInvalid, sourceUnavailable } from '../source-problems.js';
import type { GitEnd } from './run-git.js';

/** git is not there, or not one that keeps to the settings it is given. */
export const noGit = (): Problem =>
  sourceUnavailable(
    'The marketplace service cannot run git.',
    'Install git 2.31 or newer on the host of the marketplace service (Debian: apt-get install git).',
  );

export const oldGit = (version: string): Problem =>
  sourceUnavailable(
    `The git of the marketplace service is too old: ${version}.`,
    'Install git 2.31 or newer on the host of the marketplace service.',
  );

export const sendsTooMuch = (what: string, maxBytes: number): Problem =>
  problemOf('input-too-large', `${what} sends more than ${maxBytes} bytes.`, {
    hint: `A repository sends at most ${Math.floor(maxBytes / 1024 ** 2)} MiB; keep the entries in one of their own.`,
  });

/** What it means that git did not end well. `what` is how the source is called in messages. */
export function gitProblem(end: GitEnd, what: string): Problem {
  switch (end.kind) {
    case 'missing':
      return noGit();
    case 'given-up':
      return sourceUnavailable(`Fetching ${what} was given up.`, 'Sync it again.');
    case 'too-much':
      return problemOf('input-too-large', `${what} holds too much to be listed.`, {
        hint: 'Name a folder further down in the repository.',
      });
    case 'ended':
      return fromComplaint(end.stderr, what);
  }
}

const wrongForGood =
  /not found|no such repository|couldn't find remote ref|not our ref|unadvertised object|does not exist|access denied|not exported|could not read Username|Authentication failed|returned error: 4\d\d|mismatched algorithms/i;

function fromComplaint(stderr: string, what: string): Problem {
  const protocol = /protocol "?(\w+)"? not supported or disabled/i.exec(stderr)?.[1];
  if (protocol !== undefined) return redirectedTo(protocol, what);
  const detail = `git could not read ${what}: ${complaintOf(stderr)}`;
  return wrongForGood.test(stderr)
    ? sourceInvalid(detail, 'Check address and ref; repositories are read without an account.')
    : sourceUnavailable(detail, 'Check that the marketplace service can reach the repository.');
}

const redirectedTo = (protocol: string, what: string): Problem =>
  problemOf('address-not-allowed', `${what} redirects to ${protocol}, which is not spoken there.`, {
    hint: 'Use the address where the redirects end; from https they lead to https only.',
  });

/** The line that says why. The server may have written parts of it; addresses in it may hold secrets. */
function complaintOf(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trim());
  const telling = lines.find((line) => /^(fatal|error|remote: (fatal|error)):/i.test(line)) ?? lines.find(Boolean);
  return (telling ?? 'it said nothing')
    .replaceAll(/\/\/[^/@\s]*@|\?[^\s'"]*/g, (found) => (found.startsWith('/') ? '//' : ''))
    .slice(0, 300);
}
