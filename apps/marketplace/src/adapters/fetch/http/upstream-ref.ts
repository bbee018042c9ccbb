import { createHash } from 'node:crypto';
import type { SourceFile } from '../../../ports.js';

const form = /^(?<tag>.*?)(?: minisig:(?<signature>[0-9a-f]{16}))?$/s;

/** What an index over HTTP is called: its ETag, and what its signature begins with; null where it has no ETag. */
export function refOf(tag: string | undefined, signature: readonly SourceFile[]): string | null {
  if (tag === undefined || tag === '') return null;
  const hash = hashOf(signature);
  return hash === '' ? tag : `${tag} minisig:${hash}`;
}

/** The ETag to ask by; null where nothing is known, or the signature is another one now. */
export function knownTag(ref: string | null, signature: readonly SourceFile[]): string | null {
  const known = form.exec(ref ?? '')?.groups;
  const tag = known?.['tag'] ?? '';
  return tag !== '' && (known?.['signature'] ?? '') === hashOf(signature) ? tag : null;
}

function hashOf(files: readonly SourceFile[]): string {
  if (files.length === 0) return '';
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex').slice(0, 16);
}
