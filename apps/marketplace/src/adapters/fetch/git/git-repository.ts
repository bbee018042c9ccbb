import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { SourceFile } from '../../../ports.js';
import type { FetchLimits } from '../limits.js';
import { noFiles, sourceInvalid, tooManyBytes, tooManyFiles } from '../source-problems.js';
import type { GitLocation } from './git-location.js';
import { objectsOf } from './object-batch.js';
import { namesOf, remoteRefOf, type RemoteRef } from './remote-refs.js';
import { alsoListed } from '../wanted-files.js';
import { runGit, type GitCall, type GitEnd } from './run-git.js';
import { chosenFrom, filesOf, listedFor, type ChosenFile } from './tree-list.js';

/** What one repository is read with. */
export interface GitReading {
  /** An empty folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly location: GitLocation;
  readonly limits: Pick<FetchLimits, 'maxBytes' | 'maxFiles'>;
  /** Whether the folder in it may be without any wanted file; git knows no folder that is empty. */
  readonly mayBeEmpty: boolean;
  readonly signal: AbortSignal;
  /** What it means that git did not end well. */
  readonly explain: (end: GitEnd) => Problem;
}

const maxRefsBytes = 1024 * 1024;
const maxListBytes = 16 * 1024 * 1024;
const kept = 'refs/enginehouse/source';

/** A bare repository that holds one commit of another one; nothing of it is ever checked out. */
export class GitRepository {
  constructor(private readonly reading: GitReading) {}

  /** What the ref means now. */
  async remoteRef(): Promise<Result<RemoteRef, Problem>> {
    const { location } = this.reading;
    if (location.isPinned) return ok({ name: location.ref, commit: location.ref });
    const names = namesOf(location.ref).flatMap((name) => [name, `${name}^{}`]);
    const listed = await this.git(['ls-remote', '--quiet', '--', location.url, ...names], { maxOutput: maxRefsBytes });
    if (!listed.ok) return listed;
    const found = remoteRefOf(location, listed.value.toString('utf8'));
    return found === null ? err(noRef(location)) : ok(found);
  }

  /** Fetches the one commit, and says which it is. */
  async fetch({ name, commit }: RemoteRef): Promise<Result<string, Problem>> {
    const { location } = this.reading;
    const format = commit.length === 64 ? 'sha256' : 'sha1';
    const made = await this.git(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, '.']);
    if (!made.ok) return made;
    const fetched = await this.git(['fetch', ...fetchOptions, '--', location.url, `+${name}:${kept}`]);
    if (!fetched.ok) return fetched;
    const resolved = await this.git(['rev-parse', '--verify', '--quiet', `${kept}^{commit}`]);
    if (!resolved.ok) return err(noCommit(location));
    const got = resolved.value.toString('utf8').trim();
    return location.isPinned && got !== location.ref ? err(noCommit(location)) : ok(got);
  }

  /** The files of the source in a commit that was fetched. */
  async files(commit: string): Promise<Result<readonly SourceFile[], Problem>> {
    const { limits, location } = this.reading;
    const what = shown(location);
    const paths = listedFor(location.path);
    const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', commit, '--', ...paths];
    const listing = await this.git(args, { maxOutput: maxListBytes }, tooManyFiles(what, limits.maxFiles));
    if (!listing.ok) return listing;
    const tree = filesOf(listing.value);
    const files = await this.read(chosenFrom(tree, location.path));
    const also = files.ok ? alsoListed(files.value) : new Set<string>();
    return also.size === 0 ? files : await this.read(chosenFrom(tree, location.path, also));
  }

  private async read(chosen: readonly ChosenFile[]): Promise<Result<readonly SourceFile[], Problem>> {
    const { limits, location, mayBeEmpty } = this.reading;
    const { maxBytes, maxFiles } = limits;
    const what = shown(location);
    if (chosen.length === 0) return mayBeEmpty ? ok([]) : err(noFiles(what));
    if (chosen.length > maxFiles) return err(tooManyFiles(what, maxFiles));
    const size = chosen.reduce((sum, file) => sum + file.size, 0);
    if (size > maxBytes) return err(tooManyBytes(what, maxBytes));
    const stdin = chosen.map(({ id }) => `${id}\n`).join('');
    const output = await this.git(['cat-file', '--batch'], { stdin, maxOutput: size + chosen.length * 128 });
    if (!output.ok) return output;
    const objects = objectsOf(output.value, chosen.length);
    return ok(objects.map((bytes, index) => ({ path: chosen[index]?.name ?? '', bytes })));
  }

  private async git(
    args: readonly string[],
    { maxOutput = maxRefsBytes, ...more }: Partial<Pick<GitCall, 'stdin' | 'maxOutput'>> = {},
    tooMuch: Problem | null = null,
  ): Promise<Result<Buffer, Problem>> {
    const { home, env, signal, explain } = this.reading;
    const end = await runGit({ args, env, cwd: home, maxOutput, signal, ...more });
    if (end.kind === 'ended' && end.code === 0) return ok(end.stdout);
    return err(end.kind === 'too-much' && tooMuch !== null ? tooMuch : explain(end));
  }
}

const fetchOptions = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];

/** How a repository is called in messages: its host, and the folder in it. */
export const shown = ({ url, ref, path }: Pick<GitLocation, 'url' | 'ref' | 'path'>): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname} at ${ref}${path === '' ? '' : ` (${path})`}`;
};

const noRef = (location: GitLocation): Problem =>
  sourceInvalid(
    `${shown({ ...location, path: '' })}: the repository has no such branch or tag.`,
    'Check the ref: a branch, a tag, or a full commit id.',
  );

const noCommit = (location: GitLocation): Problem =>
  sourceInvalid(`${shown({ ...location, path: '' })} is no commit.`, 'Name a branch, a tag, or a full commit id.');
