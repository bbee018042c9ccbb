import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@enginehouse/contracts';
import type { SignatureFailure } from './failure.js';
import { linesOf } from './lines.js';

/** A file by its path inside the folder that is published, with `/` between the parts. */
export interface PublishedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The content of a `SHA256SUMS` file, as `sha256sum` writes it, by path. */
export function printChecksums(files: readonly PublishedFile[]): Result<string, SignatureFailure> {
  const odd = files.find(({ path }) => /[\r\n\\]/.test(path));
  if (odd) {
    const detail = `${JSON.stringify(odd.path)} cannot be named in a list: it holds a line break or a backslash.`;
    return err({ code: 'not-possible', detail });
  }
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return ok(sorted.map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`).join(''));
}

/** Reads a `SHA256SUMS` file: digests by path. */
export function parseChecksums(text: string): Result<ReadonlyMap<string, string>, SignatureFailure> {
  const sums = new Map<string, string>();
  for (const [index, line] of linesOf(text).entries()) {
    if (line === '') continue;
    const [, digest, path] = /^([0-9a-fA-F]{64}) [ *](?:\.\/)?(.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined) return malformed(index, 'is not a digest and a path');
    if (sums.has(path)) return malformed(index, `names ${JSON.stringify(path)} again`);
    sums.set(path, digest.toLowerCase());
  }
  return ok(sums);
}

/** What differs between a list and the files that are there: each of the list must be there unchanged, and nothing else. */
export function checksumFaults(sums: ReadonlyMap<string, string>, files: readonly PublishedFile[]): readonly string[] {
  const present = new Set(files.map(({ path }) => path));
  const missing = Array.from(sums.keys()).filter((path) => !present.has(path));
  return [
    ...files.flatMap((file) => faultOf(sums.get(file.path), file)),
    ...missing.map((path) => `${path} is missing`),
  ];
}

function faultOf(expected: string | undefined, { path, bytes }: PublishedFile): readonly string[] {
  if (expected === undefined) return [`${path} is not in the list`];
  return sha256(bytes) === expected ? [] : [`${path} has changed`];
}

const malformed = (index: number, what: string) =>
  err<SignatureFailure>({ code: 'malformed-checksums', detail: `Line ${index + 1} ${what}.` });
