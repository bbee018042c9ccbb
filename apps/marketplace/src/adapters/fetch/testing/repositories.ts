import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryDirectory } from '@enginehouse/testing';

/** What is at a path of a commit. A link and a submodule are what no source may hold. */
export type TreeEntry = string | Buffer | { readonly link: string } | { readonly submodule: string };

/** Repositories that tests write, below one folder. */
export interface Repositories {
  readonly folder: string;
  /** Puts a commit with exactly these files on a branch, and says its id. */
  commit(repository: string, files: Readonly<Record<string, TreeEntry>>, branch?: string): string;
  git(repository: string, ...args: readonly string[]): string;
  close(): Promise<void>;
}

const env = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nowhere',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Why there are no repositories on this host; null where there can be. */
export function noGitReason(): string | null {
  try {
    const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
    const missing = ['git-daemon', 'git-http-backend'].filter((each) => !fs.existsSync(path.join(folder, each)));
    return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
  } catch {
    return 'git is not installed';
  }
}

/** Makes a folder for repositories. */
export function repositories(): Repositories {
  const folder = temporaryDirectory('repositories');
  const run = (repository: string, args: readonly string[], input?: Buffer) =>
    execFileSync('git', args, { cwd: path.join(folder, repository), env, input, maxBuffer: 1e9 })
      .toString()
      .trim();
  return {
    folder,
    commit: (repository, files, branch = 'main') => {
      const at = path.join(folder, repository);
      if (!fs.existsSync(at)) {
        fs.mkdirSync(at, { recursive: true });
        run(repository, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
      }
      run(repository, ['fast-import', '--quiet', '--force'], importOf(files, branch));
      return run(repository, ['rev-parse', `refs/heads/${branch}`]);
    },
    git: (repository, ...args) => run(repository, args),
    close: () => fs.promises.rm(folder, { recursive: true, force: true }),
  };
}

function importOf(files: Readonly<Record<string, TreeEntry>>, branch: string): Buffer {
  const parts: Buffer[] = [];
  const line = (text: string) => parts.push(Buffer.from(`${text}\n`));
  const data = (bytes: Buffer) => {
    line(`data ${bytes.length}`);
    parts.push(bytes);
    line('');
  };
  line(`commit refs/heads/${branch}`);
  line('committer test <test@example.com> 1795000000 +0000');
  data(Buffer.from('A commit of a test'));
  line('deleteall');
  for (const [name, entry] of Object.entries(files)) {
    if (typeof entry === 'object' && 'submodule' in entry) {
      line(`M 160000 ${entry.submodule} ${name}`);
      continue;
    }
    const isLink = typeof entry === 'object' && 'link' in entry;
    line(`M ${isLink ? '120000' : '100644'} inline ${name}`);
    data(Buffer.from(isLink ? entry.link : entry));
  }
  line('done');
  return Buffer.concat(parts);
}
