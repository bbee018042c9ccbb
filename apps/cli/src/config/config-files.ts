import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.js';
import type { ConfigFile, StoredConfig } from './connection.js';

interface Places {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The user's own file, which `enginehouse login` writes. */
export function userConfigPath({ home, env }: Places): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'enginehouse', 'config.json');
}

/** The configuration files there are: `.enginehouse/cli.json` here or in a folder above, then the user's own. */
export function findConfigFiles(places: Places): readonly ConfigFile[] {
  const local = foldersUp(places.cwd).map((folder) => join(folder, '.enginehouse', 'cli.json'));
  const nearest = local.map(readConfig).find((file) => file !== undefined);
  return [nearest, readConfig(userConfigPath(places))].filter((file) => file !== undefined);
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

function readConfig(path: string): ConfigFile | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return { path, config: textsOf(JSON.parse(text) as unknown) };
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

function textsOf(value: unknown): StoredConfig {
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const pick = (name: string) => (typeof object[name] === 'string' ? { [name]: object[name] } : {});
  return { ...pick('url'), ...pick('token'), ...pick('gatewayUrl') };
}
