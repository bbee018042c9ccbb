import { err, ok, type Result } from '@enginehouse/contracts';
import { bytesOf } from './base64.js';
import type { SignatureFailure } from './failure.js';
import { keyIdOf } from './key-id.js';
import { commentPrefix, linesOf } from './lines.js';
import { keyNumberBytes } from './public-key.js';

/** A minisign signature, as its `.minisig` file says; nothing of it is checked yet. */
export interface Signature {
  /** Id of the key it claims to be made with. */
  readonly keyId: string;
  /** Whether the BLAKE2b-512 digest of the message is signed (`ED`), or the message itself (`Ed`, older). */
  readonly prehashed: boolean;
  /** Over the message or its digest. */
  readonly bytes: Uint8Array;
  /** Signed by `commentSignature`, together with `bytes`. */
  readonly trustedComment: string;
  readonly commentSignature: Uint8Array;
}

const trustedPrefix = 'trusted comment: ';
const signatureBytes = 64;
const length = 2 + keyNumberBytes + signatureBytes;
/** As many bytes as minisign reads. */
const longestComment = 8192 - trustedPrefix.length - 2;
const longestFile = 16_384;

/** Reads a `.minisig` file. */
export function parseSignature(text: string): Result<Signature, SignatureFailure> {
  if (text.length > longestFile) return malformed('it is longer than a signature can be');
  const [first = '', second = '', third = '', fourth = ''] = linesOf(text);
  if (!first.startsWith(commentPrefix)) return malformed(`its first line does not begin with "${commentPrefix}"`);
  const head = bytesOf(second, length);
  const prehashed = head && algorithms.get(head.toString('latin1', 0, 2));
  if (!head || prehashed === undefined) return malformed('its second line is no signature');
  if (!third.startsWith(trustedPrefix)) return malformed(`its third line does not begin with "${trustedPrefix}"`);
  const commentSignature = bytesOf(fourth, signatureBytes);
  if (!commentSignature) return malformed('its fourth line is no signature');
  return ok({
    keyId: keyIdOf(head.subarray(2, 2 + keyNumberBytes)),
    prehashed,
    bytes: head.subarray(2 + keyNumberBytes),
    trustedComment: third.slice(trustedPrefix.length),
    commentSignature,
  });
}

const algorithms: ReadonlyMap<string, boolean> = new Map([
  ['Ed', false],
  ['ED', true],
]);

/** The content of a `.minisig` file, always of the prehashed kind. */
export function printSignature(
  number: Uint8Array,
  { bytes, trustedComment, commentSignature }: Pick<Signature, 'bytes' | 'trustedComment' | 'commentSignature'>,
): string {
  const head = Buffer.concat([Buffer.from('ED'), number, bytes]);
  return [
    `${commentPrefix}signature from minisign secret key`,
    head.toString('base64'),
    `${trustedPrefix}${trustedComment}`,
    Buffer.from(commentSignature).toString('base64'),
    '',
  ].join('\n');
}

/** Why a text cannot be a trusted comment. */
export function commentFault(comment: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- a line break would end the comment, a NUL is where minisign stops reading
  if (/[\r\n\0]/.test(comment)) return 'A trusted comment is one line of text.';
  if (Buffer.byteLength(comment) > longestComment) return `A trusted comment has at most ${longestComment} bytes.`;
  if (/\p{Surrogate}/u.test(comment)) return 'The trusted comment holds characters that cannot be written.';
  return undefined;
}

const malformed = (why: string) =>
  err<SignatureFailure>({ code: 'malformed-signature', detail: `It is no minisign signature: ${why}.` });
