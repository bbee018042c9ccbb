import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** The certificates that Node trusts, and those of a file: a host may have none of its own for git. */
export async function trustedCertificates(extraFile: string | undefined): Promise<string> {
  const extra = extraFile === undefined ? '' : await readFile(extraFile, 'utf8').catch(() => '');
  return [...rootCertificates, extra].join('\n');
}
