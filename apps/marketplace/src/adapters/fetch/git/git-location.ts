import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { LocationOf } from '../kind-fetcher.js';
import { sourceInvalid } from '../source-problems.js';

/** A location whose parts can be given to git without meaning anything else there. */
export interface GitLocation {
  readonly url: string;
  readonly scheme: 'https' | 'http' | 'git';
  readonly ref: string;
  /** Whether the ref is a whole commit id, and so can never mean anything else. */
  readonly isPinned: boolean;
  /** Inside the repository, without slashes at its ends; empty: all of it. */
  readonly path: string;
}

/** Checks ref and path by their form. */
export function gitLocation({ url, ref, path }: LocationOf<'git'>): Result<GitLocation, Problem> {
  if (!isRef(ref)) return err(noRef(ref));
  const plain = path.replaceAll(/^\/+|\/+$/g, '');
  if (!isPath(plain)) return err(noPath(path));
  const scheme = new URL(url).protocol.slice(0, -1) as GitLocation['scheme'];
  return ok({ url, scheme, ref, isPinned: /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref), path: plain });
}

/** What git lets be a ref, and less: nothing that begins like an option, or has a meaning in patterns and ranges. */
const isRef = (ref: string): boolean =>
  /^[\p{L}\p{N}_][\p{L}\p{N}._/@+=-]*$/u.test(ref) && !/\.\.|\/\/|\/\.|@\{|[./]$|\.lock(?:\/|$)/.test(ref);

const isPath = (path: string): boolean =>
  path === '' ||
  (!/[\\\p{Cc}]/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));

const noRef = (ref: string): Problem =>
  sourceInvalid(
    `${JSON.stringify(ref.slice(0, 100))} cannot be a branch, a tag or a commit.`,
    'Name a branch, a tag, or a full commit id.',
  );

const noPath = (path: string): Problem =>
  sourceInvalid(
    `${JSON.stringify(path.slice(0, 200))} is no path inside a repository.`,
    'Name a file or folder from the root of the repository, such as backends/index.yaml.',
  );
