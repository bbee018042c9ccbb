import type { SourceFile } from '../../ports.js';

const wanted = /\.(ya?ml|json|minisig)$/i;
const listName = 'SHA256SUMS';
const wantedNames = new Set([listName, 'minisign.pub']);

/** What a message lists them as. */
export const wantedShown = '*.yaml, *.yml, *.json, SHA256SUMS, *.minisig, minisign.pub';

/** Whether a file of a folder belongs to the source: an index, or what signs it. Hidden files and folders do not. */
export function isWanted(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !isHidden(path) && (wanted.test(name) || wantedNames.has(name));
}

const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.'));
const listed = /^[0-9a-fA-F]{64} [ *](?:\.\/)?(?<path>[^/\\\r].*?)\r?$/gm;

/**
 * The other files that the list of a signed folder names: a signature over the list holds only where all of them are
 * there, a README too. None of them leads out of the folder.
 */
export function alsoListed(files: readonly SourceFile[]): ReadonlySet<string> {
  const list = files.find(({ path }) => path === listName);
  if (list === undefined) return new Set();
  const paths = [...Buffer.from(list.bytes).toString('utf8').matchAll(listed)].map(
    ({ groups }) => groups?.['path'] ?? '',
  );
  return new Set(paths.filter((path) => !isHidden(path) && !isWanted(path) && !path.split('/').includes('')));
}

/** The files that sign a single file, by their paths beside it. */
export const signatureOf = (name: string): string => `${name}.minisig`;
export const keyName = 'minisign.pub';
