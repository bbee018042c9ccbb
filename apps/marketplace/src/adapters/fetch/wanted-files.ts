const wanted = /\.(ya?ml|json|minisig)$/i;
const wantedNames = new Set(['SHA256SUMS', 'minisign.pub']);

/** What a message lists them as. */
export const wantedShown = '*.yaml, *.yml, *.json, SHA256SUMS, *.minisig, minisign.pub';

/** Whether a file of a folder belongs to the source: an index, or what signs it. Hidden files and folders do not. */
export function isWanted(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return !parts.some((part) => part.startsWith('.')) && (wanted.test(name) || wantedNames.has(name));
}

/** The files that sign a single file, by their paths beside it. */
export const signatureOf = (name: string): string => `${name}.minisig`;
export const keyName = 'minisign.pub';
