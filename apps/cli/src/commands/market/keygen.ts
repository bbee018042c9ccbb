import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import { encryptSecretKey, generateKey, printPublicKey, printSecretKey, type SecretKey } from '@enginehouse/signatures';
import { examples, type Register } from '../../command.js';
import type { Io } from '../../io.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';
import { publicKeyName, secretKeyName, writeNew, writeWhole } from './key-files.js';
import { asksPassword, newPassword, type PasswordOptions } from './password.js';

interface Options extends PasswordOptions {
  readonly out: string;
  /** False with `--no-password`. */
  readonly password: boolean;
  readonly force?: boolean;
}

export const marketKeygen: Register = (parent, run) => {
  asksPassword(
    parent
      .command('keygen')
      .description('Make a key pair to sign a source with; the files are those of minisign')
      .option('--out <folder>', `where ${secretKeyName} and ${publicKeyName} go`, '.')
      .option('--no-password', 'do not protect the secret key with a password'),
  )
    .option('--force', 'replace a key pair that is there: nobody can sign with it any more')
    .addHelpText(
      'after',
      examples(
        'enginehouse market keygen --out ~/.minisign',
        'enginehouse market keygen --password-stdin < password.txt',
      ),
    )
    .action(run(keygen));
};

async function keygen(session: Session, options: Options): Promise<void> {
  const { io } = session;
  const folder = resolve(io.cwd, options.out);
  const paths = { secretKeyFile: join(folder, secretKeyName), publicKeyFile: join(folder, publicKeyName) };
  if (!options.force) refuseExisting(Object.values(paths));
  const key = generateKey();
  const content = options.password ? await protectedFile(io, key, options) : printSecretKey(key);
  const write = options.force ? writeWhole : writeNew;
  await write(paths.secretKeyFile, content, 0o600);
  await write(paths.publicKeyFile, printPublicKey(key.publicKey), 0o644);
  const { id: keyId, text: publicKey } = key.publicKey;
  session.show({ keyId, publicKey, encrypted: options.password, ...paths }, () =>
    facts([
      ['key id', keyId],
      ['public key', publicKey],
      ['in', paths.publicKeyFile],
      ['secret key', `${paths.secretKeyFile}${options.password ? '' : ' (no password)'}; keep it secret, and a copy`],
      ['readers', `enginehouse market source trust NAME --key ${publicKey}`],
    ]),
  );
}

/** Some seconds: that is what makes guessing passwords dear. */
async function protectedFile(io: Io, key: SecretKey, options: PasswordOptions): Promise<string> {
  const content = await encryptSecretKey(key, await newPassword(io, options));
  if (content.ok) return content.value;
  throw new ProblemError(problemOf('internal', content.error.detail));
}

function refuseExisting(paths: readonly string[]): void {
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) return;
  throw new ProblemError(
    problemOf('name-taken', `${found} exists. Nothing was written.`, {
      hint: 'Choose another folder with --out; --force replaces the pair, and then nobody can sign with the old one.',
    }),
  );
}
