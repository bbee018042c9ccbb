import type { GitLocation } from './git-location.js';

/** Where a ref of a source is in its repository. */
export interface RemoteRef {
  /** The whole name: `refs/heads/main`, or a commit id. */
  readonly name: string;
  /** The commit that it means now, as the server says. */
  readonly commit: string;
}

/** The names that a ref may mean, in the order in which git looks for them. */
export function namesOf(ref: string): readonly string[] {
  return ref === 'HEAD'
    ? ['HEAD']
    : [...(ref.startsWith('refs/') ? [ref] : []), `refs/tags/${ref}`, `refs/heads/${ref}`];
}

/** Finds the ref in what `git ls-remote` lists; null where it is not there. */
export function remoteRefOf({ ref }: Pick<GitLocation, 'ref'>, listing: string): RemoteRef | null {
  const ids = new Map(
    listing.split('\n').flatMap((line) => {
      const [, id, name] = /^([0-9a-f]{40}|[0-9a-f]{64})\t(.+)$/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [[name, id] as const];
    }),
  );
  for (const name of namesOf(ref)) {
    // A tag with a text of its own is not the commit; the server says beside it which one it means.
    const commit = ids.get(`${name}^{}`) ?? ids.get(name);
    if (commit !== undefined) return { name, commit };
  }
  return null;
}
