import { problemOf, type Problem } from '@enginehouse/contracts';
import {
  checkFiles,
  checksumsName,
  shownKeyName,
  signatureSuffix,
  type FilesCheck,
  type PublicKey,
} from '@enginehouse/signatures';
import { examples, type Register } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { oneLine } from '../../output/safe-text.js';
import { collect } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { readPublicKey } from './key-files.js';
import { readBeside, readPublished, type Published } from './published-files.js';

interface Options {
  readonly key: readonly string[];
}

export const marketVerify: Register = (parent, run) => {
  parent
    .command('verify')
    .description('Check the signature of an index or a folder as a sync does; exits with 1 where it is not good')
    .argument('<path>', `a file with its ${signatureSuffix} beside it, or a folder with ${checksumsName}`)
    .requiredOption('--key <key>', 'a public key (RW...) or its file; may be repeated', collect)
    .addHelpText(
      'after',
      examples(
        'enginehouse market verify index.yaml --key minisign.pub',
        'enginehouse market verify backends/ --key RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3',
      ),
    )
    .action(run(verifyPath));
};

async function verifyPath(session: Session, options: Options, wish: string): Promise<void> {
  const keys: PublicKey[] = [];
  for (const key of options.key) keys.push(await readPublicKey(session.io, key));
  const published = await readPublished(session.io, wish);
  const found = checkFiles(await withSignature(published), keys);
  if (found.kind !== 'signed') throw new FailedError(problemFor(found, wish));
  const { key, trustedComment, signedFile } = found;
  session.show(
    { keyId: key.id, signedFile, trustedComment },
    () => `${oneLine(wish)} is signed with key ${key.id}: ${oneLine(trustedComment)}\n`,
  );
}

/** A single file is looked at alone with its signature: the files around it are nobody's business. */
const withSignature = async ({ kind, path, files }: Published): Promise<Published['files']> =>
  kind === 'folder' ? files : [...files, ...(await readBeside(path, signatureSuffix))];

function problemFor(found: Exclude<FilesCheck, { kind: 'signed' }>, wish: string): Problem {
  switch (found.kind) {
    case 'unsigned':
      return problemOf('signature-missing', `${wish} is not signed.`, {
        hint: `Sign it with \`enginehouse market sign\`: a file in its ${signatureSuffix}, a folder in ${checksumsName}${signatureSuffix}.`,
      });
    case 'invalid':
      return problemOf('signature-invalid', `${wish}: ${found.detail}`);
    case 'unknown-key':
      return problemOf('key-not-trusted', `${wish} is signed with key ${found.keyId}, which is none of those given.`, {
        hint: found.shown ? `${shownKeyName} beside it shows that key: ${found.shown.text}.` : undefined,
        extra: { keyId: found.keyId, ...(found.shown && { key: found.shown.text }) },
      });
  }
}
