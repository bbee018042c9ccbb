import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.js';
import type { ConfigFile, StoredConfig } from './connection.js';
import { stillRuns, type ProcessMark } from './still-runs.js';

const launcherFolder = '.enginehouse';

interface Places {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The user's own file, which `enginehouse login` writes. */
export function userConfigPath({ home, env }: Places): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'enginehouse', 'config.json');
}

/**
 * The configuration files there are: `.enginehouse/cli.json` here or in a folder above, then the user's own. A folder
 * whose stack does not run now stands in its place: nobody who means that stack shall reach another one. Where there
 * was no stack in it yet, it comes last.
 */
export function findConfigFiles(places: Places): readonly ConfigFile[] {
  const folders = foldersUp(places.cwd).map((folder) => join(folder, launcherFolder));
  const nearest = folders.map(launchedIn).find((file) => file !== undefined);
  const [empty] = nearest ? [] : folders.filter((folder) => existsSync(folder)).map(stoppedIn);
  return [nearest, readConfig(userConfigPath(places)), empty].filter((file) => file !== undefined);
}

/** Writes the user's own file; only the user may read it. */
export function writeUserConfig(places: Places, config: StoredConfig): string {
  const path = userConfigPath(places);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return path;
}

function foldersUp(from: string): readonly string[] {
  const parent = dirname(resolve(from));
  return parent === from ? [from] : [from, ...foldersUp(parent)];
}

const stoppedIn = (folder: string): ConfigFile => ({ path: folder, config: {}, isStopped: true });

/** What the launcher says in this folder. Its file outlives a crash: the address may be a stranger's by then. */
function launchedIn(folder: string): ConfigFile | undefined {
  const path = join(folder, 'cli.json');
  const value = readJson(path);
  if (value === undefined) return existsSync(join(folder, 'state.json')) ? stoppedIn(folder) : undefined;
  const launcher = launcherOf(value);
  return launcher && !stillRuns(launcher) ? stoppedIn(folder) : { path, config: textsOf(value) };
}

function launcherOf(value: unknown): ProcessMark | undefined {
  const { pid, startedAt } = objectOf(objectOf(value)['launcher']);
  return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
}

function readConfig(path: string): ConfigFile | undefined {
  const value = readJson(path);
  return value === undefined ? undefined : { path, config: textsOf(value) };
}

function readJson(path: string): unknown {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${path} is not valid JSON.`, 'Repair or remove it; `enginehouse login` writes a new one.');
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read (${code ?? 'unknown error'}).`);
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function textsOf(value: unknown): StoredConfig {
  const object = objectOf(value);
  const pick = (name: string) => (typeof object[name] === 'string' ? { [name]: object[name] } : {});
  return { ...pick('url'), ...pick('token'), ...pick('gatewayUrl') };
}
