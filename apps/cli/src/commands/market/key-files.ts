import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parsePublicKey, parseSecretKey, type PublicKey, type SecretKey } from '@enginehouse/signatures';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import type { Io } from '../../io.js';
import { UsageError } from '../../usage-error.js';
import { password, type PasswordOptions } from './password.js';

/** The names that minisign gives its files. */
export const secretKeyName = 'minisign.key';
export const publicKeyName = 'minisign.pub';

/** Writes a file that is not there yet; fails where it is. */
export async function writeNew(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode, flag: 'wx' });
}

/** Writes a file whole or not at all, in place of the one that is there, with its mode from the first byte on. */
export async function writeWhole(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeNew(unfinished, content, mode);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Where the secret key is: where the option says, else in this folder, else where minisign keeps it. */
export function secretKeyPath(io: Io, option: string | undefined): string {
  if (option !== undefined) return resolve(io.cwd, option);
  const places = [join(io.cwd, secretKeyName), join(io.home, '.minisign', secretKeyName)];
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  throw new UsageError(
    `There is no secret key at ${places.join(' or ')}.`,
    'Name it with --secret-key, or make one with `enginehouse market keygen`.',
  );
}

/** Reads a secret key, and asks for its password where it has one. */
export async function readSecretKey(io: Io, path: string, options: PasswordOptions): Promise<SecretKey> {
  const file = parseSecretKey(await readText(path));
  if (!file.ok) throw new UsageError(`${path}: ${file.error.detail}`);
  if (file.value.kind === 'plain') return file.value.key;
  const opened = await file.value.unlock(await password(io, options));
  if (opened.ok) return opened.value;
  throw new ProblemError(problemOf('invalid-input', `${path}: ${opened.error.detail}`));
}

/** A public key: the key itself, or a file that holds one. */
export async function readPublicKey(io: Io, wish: string): Promise<PublicKey> {
  const given = parsePublicKey(wish);
  if (given.ok) return given.value;
  const path = resolve(io.cwd, wish);
  if (!existsSync(path)) throw new UsageError(`${wish} is neither a public key nor a file.`, 'A key begins with RW.');
  const read = parsePublicKey(await readText(path));
  if (read.ok) return read.value;
  throw new UsageError(`${wish}: ${read.error.detail}`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}
