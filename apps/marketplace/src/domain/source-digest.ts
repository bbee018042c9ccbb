import { createHash } from 'node:crypto';

/** What signs the rest is not part of what is signed. */
const signing = /(^|\/)(SHA256SUMS|minisign\.pub|[^/]*\.minisig)$/;

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * SHA-256 of what a source holds, signatures apart: of a single file as `sha256sum` prints it, of several that of the
 * lines `<sum>  <path>`, by path.
 */
export function digestOf(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): string {
  const content = files.filter(({ path }) => !signing.test(path));
  const [first, ...more] = content;
  if (first && more.length === 0) return sha256(first.bytes);
  const byPath = content.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return sha256(byPath.map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`).join(''));
}
