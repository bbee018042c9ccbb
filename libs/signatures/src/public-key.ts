import { err, ok, type Result } from '@enginehouse/contracts';
import { bytesOf } from './base64.js';
import type { SignatureFailure } from './failure.js';
import { keyIdOf } from './key-id.js';
import { commentPrefix, linesOf } from './lines.js';

/** A minisign public key. */
export interface PublicKey {
  /** As minisign prints it, such as `E7620F1842B4E81F`. */
  readonly id: string;
  /** The 32 bytes of the Ed25519 key. */
  readonly raw: Uint8Array;
  /** The line of Base64 that people pass around, `RWQ...`. */
  readonly text: string;
}

export const keyNumberBytes = 8;
const length = 2 + keyNumberBytes + 32;

/** Reads a public key: the bare line, or a whole `.pub` file. */
export function parsePublicKey(text: string): Result<PublicKey, SignatureFailure> {
  const [first = '', second = ''] = linesOf(text.trim());
  const line = first.startsWith(commentPrefix) ? second : first;
  const bytes = bytesOf(line.trim(), length);
  if (!bytes) return malformed('It is no minisign public key: that is a line of 56 letters that begins with RW.');
  if (bytes.toString('latin1', 0, 2) !== 'Ed') return malformed('The key is of a kind that minisign does not have.');
  return ok(publicKeyOf(bytes.subarray(2, 2 + keyNumberBytes), bytes.subarray(2 + keyNumberBytes)));
}

/** A key of its number and its 32 bytes. */
export const publicKeyOf = (number: Buffer, raw: Buffer): PublicKey => ({
  id: keyIdOf(number),
  raw,
  text: Buffer.concat([Buffer.from('Ed'), number, raw]).toString('base64'),
});

/** The content of a `.pub` file. */
export const printPublicKey = ({ id, text }: PublicKey): string =>
  `${commentPrefix}minisign public key ${id}\n${text}\n`;

const malformed = (detail: string) => err<SignatureFailure>({ code: 'malformed-key', detail });
