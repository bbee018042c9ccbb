import { Option, type Command } from 'commander';
import type { Io } from '../../io.js';
import { UsageError } from '../../usage-error.js';

export interface PasswordOptions {
  readonly passwordStdin?: boolean;
}

/** A password is never an argument: other users see those. */
export const asksPassword = (command: Command): Command =>
  command.addOption(new Option('--password-stdin', 'read the password from standard input instead of asking for it'));

/** The password of a key that exists. */
export async function password(io: Io, { passwordStdin }: PasswordOptions): Promise<string> {
  if (passwordStdin) return fromStdin(io);
  return io.askSecret ? io.askSecret('Password of the secret key: ') : nobody('The secret key has a password.', '');
}

/** A password for a new key, asked for twice. */
export async function newPassword(io: Io, { passwordStdin }: PasswordOptions): Promise<string> {
  const chosen = passwordStdin ? await fromStdin(io) : await askedTwice(io);
  if (chosen === '') throw new UsageError('A password is needed.', 'Say --no-password for a key without one.');
  return chosen;
}

async function askedTwice(io: Io): Promise<string> {
  if (!io.askSecret) return nobody('A password is needed.', ', or say --no-password');
  const chosen = await io.askSecret('Password for the secret key: ');
  const again = chosen === '' ? '' : await io.askSecret('The same again: ');
  if (again !== chosen) throw new UsageError('These are two different passwords. Nothing was written.');
  return chosen;
}

/** The first line; the line break is not part of it. */
const fromStdin = async (io: Io): Promise<string> => (await io.readStdin()).split(/\r?\n/, 1)[0] ?? '';

function nobody(what: string, otherwise: string): never {
  throw new UsageError(`${what} Nobody can be asked here.`, `Give it with --password-stdin${otherwise}.`);
}
