import { basename, join } from 'node:path';
import { problemOf, ProblemError, type Result } from '@enginehouse/contracts';
import {
  checksumsName,
  printChecksums,
  sign,
  signatureSuffix,
  type SecretKey,
  type SignatureFailure,
} from '@enginehouse/signatures';
import { examples, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { readSecretKey, secretKeyPath, writeWhole } from './key-files.js';
import { asksPassword, type PasswordOptions } from './password.js';
import { listedFiles, readPublished, refuseSecrets, type Published } from './published-files.js';

interface Options extends PasswordOptions {
  readonly secretKey?: string;
  readonly comment?: string;
}

export const marketSign: Register = (parent, run) => {
  asksPassword(
    parent
      .command('sign')
      .description('Sign an index, or a folder of files, so that those who trust the key can be sure of it')
      .argument('<path>', `a file, signed in <path>${signatureSuffix}; or a folder, listed in ${checksumsName}`)
      .option('--secret-key <file>', 'default: minisign.key in this folder, then ~/.minisign/minisign.key')
      .option('--comment <text>', 'signed along and shown to whoever verifies (default: the time and the name)'),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse market sign index.yaml',
        'enginehouse market sign backends/ --secret-key ci.key --password-stdin < password.txt',
      ),
    )
    .action(run(signPath));
};

async function signPath(session: Session, options: Options, wish: string): Promise<void> {
  const { io } = session;
  const published = await readPublished(io, wish);
  refuseSecrets(published);
  const key = await readSecretKey(io, secretKeyPath(io, options.secretKey), options);
  const wanted = contentOf(published);
  const name = basename(wanted.path);
  const seconds = Math.floor(io.now() / 1000);
  const comment = options.comment ?? `timestamp:${seconds}\tfile:${name}\thashed`;
  const signatureFile = await writeSigned(wanted, key, comment);
  const { publicKey } = key;
  const files = published.kind === 'folder' ? listedFiles(published).map(({ path }) => path) : [name];
  const answer = { keyId: publicKey.id, publicKey: publicKey.text, comment, signatureFile, files };
  session.show(answer, () => `${sentence(published, files.length)} with key ${publicKey.id}: ${signatureFile}\n`);
}

interface Wanted {
  readonly path: string;
  readonly content: Uint8Array;
  /** The content is new and has to be written too. */
  readonly isList: boolean;
}

/** The file that is signed: of a folder the list of its files. */
function contentOf(published: Published): Wanted {
  const { kind, path, files } = published;
  const [only] = files;
  if (kind === 'file' && only) return { path, content: only.bytes, isList: false };
  const listed = listedFiles(published);
  if (listed.length === 0) throw new ProblemError(problemOf('invalid-input', `${path} holds no files to sign.`));
  return { path: join(path, checksumsName), content: Buffer.from(valueOf(printChecksums(listed))), isList: true };
}

async function writeSigned({ path, content, isList }: Wanted, key: SecretKey, comment: string): Promise<string> {
  const signature = valueOf(sign(content, key, comment));
  const signatureFile = `${path}${signatureSuffix}`;
  if (isList) await writeWhole(path, Buffer.from(content).toString(), 0o644);
  await writeWhole(signatureFile, signature, 0o644);
  return signatureFile;
}

const sentence = ({ kind, path }: Published, count: number): string =>
  kind === 'file' ? `signed ${basename(path)}` : `signed ${count === 1 ? '1 file' : `${count} files`} of ${path}`;

function valueOf<T>(result: Result<T, SignatureFailure>): T {
  if (result.ok) return result.value;
  throw new ProblemError(problemOf('invalid-input', result.error.detail));
}
