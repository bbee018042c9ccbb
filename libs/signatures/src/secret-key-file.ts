import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@enginehouse/contracts';
import { bytesOf } from './base64.js';
import { blake2b } from './blake2b.js';
import type { SignatureFailure } from './failure.js';
import { keyStream, sensitiveCost, type KeyCost } from './key-stream.js';
import { commentPrefix, linesOf } from './lines.js';
import { keyNumberBytes } from './public-key.js';
import { secretKeyOf, seedBytes, type SecretKey } from './secret-key.js';

/** A secret key file: the key itself, or what it takes to get at it. */
export type SecretKeyFile =
  | { readonly kind: 'plain'; readonly key: SecretKey }
  | {
      readonly kind: 'encrypted';
      /** Some seconds and up to 1 GiB of memory; `wrong-password` where it does not open. */
      unlock(password: string): Promise<Result<SecretKey, SignatureFailure>>;
    };

/*
 * The file's 158 bytes: "Ed" · how the key is hidden ("Sc" scrypt, or zeros) · "B2" · salt 32 · opslimit 8 ·
 * memlimit 8 · and then, hidden: key number 8 · seed 32 · public half 32 · BLAKE2b-256 over "Ed" and those three.
 */
const saltBytes = 32;
const boxAt = 6 + saltBytes + 16;
const checksumAt = keyNumberBytes + 2 * seedBytes;
const boxBytes = checksumAt + 32;
const length = boxAt + boxBytes;
const algorithm = Buffer.from('Ed');
const [noKdf, scryptKdf] = ['\0\0', 'Sc'];

/** Reads a secret key file, with or without a password. */
export function parseSecretKey(text: string): Result<SecretKeyFile, SignatureFailure> {
  const [first = '', second = ''] = linesOf(text.trim());
  const line = first.startsWith(commentPrefix) ? second : first;
  const bytes = bytesOf(line.trim(), length);
  if (bytes?.toString('latin1', 0, 2) !== 'Ed' || bytes.toString('latin1', 4, 6) !== 'B2') return noKey;
  const kdf = bytes.toString('latin1', 2, 4);
  const box = bytes.subarray(boxAt);
  if (kdf === noKdf) {
    const key = openBox(hasChecksum(box) ? box : boxWithChecksum(box));
    return key ? ok({ kind: 'plain', key }) : malformed('The secret key is damaged.');
  }
  if (kdf !== scryptKdf) return malformed('The secret key is protected in a way that minisign does not have.');
  return ok({ kind: 'encrypted', unlock: (password) => unlock(bytes, password) });
}

async function unlock(bytes: Buffer, password: string): Promise<Result<SecretKey, SignatureFailure>> {
  const salt = bytes.subarray(6, 6 + saltBytes);
  const cost = { opslimit: bytes.readBigUInt64LE(6 + saltBytes), memlimit: bytes.readBigUInt64LE(boxAt - 8) };
  const stream = await keyStream({ password, salt, cost, length: boxBytes });
  if (!stream.ok) return stream;
  const key = openBox(mixed(bytes.subarray(boxAt), stream.value));
  return key ? ok(key) : err({ code: 'wrong-password', detail: 'The password does not open the secret key.' });
}

/** The content of a secret key file without a password, as `minisign -W` writes it. */
export const printSecretKey = (key: SecretKey): string => fileOf(noKdf, Buffer.alloc(boxAt - 6), boxOf(key));

/** The content of a secret key file that only the password opens, as minisign writes it. */
export async function encryptSecretKey(
  key: SecretKey,
  password: string,
  cost: KeyCost = sensitiveCost,
): Promise<Result<string, SignatureFailure>> {
  const salt = randomBytes(saltBytes);
  const stream = await keyStream({ password, salt, cost, length: boxBytes });
  if (!stream.ok) return stream;
  const limits = Buffer.alloc(16);
  limits.writeBigUInt64LE(cost.opslimit);
  limits.writeBigUInt64LE(cost.memlimit, 8);
  return ok(fileOf(scryptKdf, Buffer.concat([salt, limits]), mixed(boxOf(key), stream.value)));
}

function fileOf(kdf: string, settings: Buffer, box: Buffer): string {
  const bytes = Buffer.concat([algorithm, Buffer.from(kdf), Buffer.from('B2'), settings, box]);
  return `${commentPrefix}minisign encrypted secret key\n${bytes.toString('base64')}\n`;
}

const boxOf = ({ number, seed, publicKey }: SecretKey): Buffer =>
  boxWithChecksum(Buffer.concat([number, seed, publicKey.raw]));

function openBox(box: Buffer): SecretKey | undefined {
  const content = box.subarray(0, checksumAt);
  if (!checksumOf(content).equals(box.subarray(checksumAt))) return undefined;
  const seed = content.subarray(keyNumberBytes, keyNumberBytes + seedBytes);
  const key = secretKeyOf(content.subarray(0, keyNumberBytes), seed);
  // Signing with another's public half would give the secret away.
  return content.subarray(keyNumberBytes + seedBytes).equals(key.publicKey.raw) ? key : undefined;
}

/** `minisign -W` leaves zeros in its place. */
const hasChecksum = (box: Buffer): boolean => box.subarray(checksumAt).some((byte) => byte !== 0);

function boxWithChecksum(box: Buffer): Buffer {
  const content = box.subarray(0, checksumAt);
  return Buffer.concat([content, checksumOf(content)]);
}

const checksumOf = (content: Buffer): Buffer => blake2b(Buffer.concat([algorithm, content]), 32);

const mixed = (bytes: Buffer, stream: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte ^ (stream[index] ?? 0)));

const malformed = (detail: string) => err<SignatureFailure>({ code: 'malformed-key', detail });
const noKey = malformed('It is no minisign secret key: that is a file of two lines, the second begins with RW.');
