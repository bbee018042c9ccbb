import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { freePort, waitUntil } from '@enginehouse/testing';

/** Whether git is here at all. */
export const hasGit = spawnSync('git', ['--version']).status === 0;

/** Tests may run as root over folders that belong to nobody in particular. */
const settings = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** A repository that `git daemon` serves. */
export interface GitSource {
  readonly url: string;
  /** Writes files and commits them; answers the commit. */
  commit(files: Readonly<Record<string, string>>): string;
  tag(name: string): void;
  stop(): Promise<void>;
}

export async function gitSource(folder: string): Promise<GitSource> {
  const repository = join(folder, 'backends');
  mkdirSync(repository, { recursive: true });
  const env = { PATH: process.env['PATH'], HOME: folder, ...settings };
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args], { cwd: repository, env, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  const port = await freePort();
  const args = ['daemon', '--reuseaddr', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${folder}`];
  const daemon = spawn('git', [...args, '--export-all', folder], { detached: true, stdio: 'ignore', env });
  await waitUntil(() => isListening(port), { what: 'git daemon to listen' });
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  return {
    url: `git://127.0.0.1:${port}/backends`,
    commit: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(repository, path, '..'), { recursive: true });
        writeFileSync(join(repository, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--message=test');
      return git('rev-parse', 'HEAD');
    },
    tag: (name) => void git('tag', name),
    stop: async () => {
      if (daemon.pid !== undefined) process.kill(-daemon.pid, 'SIGKILL');
      await ended;
    },
  };
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
