import { tmpdir } from 'node:os';
import type { Problem } from '@enginehouse/contracts';
import { noGit, oldGit } from './git-problems.js';
import { runGit } from './run-git.js';

/** Where programs are looked for. */
export const programs = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Why the git of this host cannot be used; null where it can. Before 2.31 it would not keep to the settings it is given. */
export async function faultOfGit(path = programs): Promise<Problem | null> {
  const call = { env: { PATH: path, LC_ALL: 'C' }, cwd: tmpdir(), maxOutput: 1000 };
  const end = await runGit({ ...call, args: ['version'], signal: new AbortController().signal });
  if (end.kind !== 'ended' || end.code !== 0) return noGit();
  const version = end.stdout.toString('utf8').trim();
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return major > 2 || (major === 2 && minor >= 31) ? null : oldGit(version.slice(0, 100));
}
