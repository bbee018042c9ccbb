// @ts-check
/**
 * NATS keys: Ed25519 keys written as base32 text with a letter for their kind and a checksum. Written here on Node's
 * own cryptography, because the launcher runs before any package is installed.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';

/** @typedef {'operator' | 'account' | 'user'} KeyKind */

/**
 * A key pair whose seed (`SO...`, `SA...`, `SU...`) can be kept in a file.
 *
 * @typedef {object} NatsKey
 * @property {string} publicKey
 * @property {string} seed
 * @property {(data: string) => Buffer} sign
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** @type {Readonly<Record<KeyKind, number>>} The first letter of the text comes from these bits. */
const PREFIX = { operator: 14 << 3, account: 0, user: 20 << 3 };
const SEED_PREFIX = 18 << 3;
// What stands before the 32 secret bytes in a PKCS#8 file.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param {KeyKind} kind @returns {NatsKey} */
export function newKey(kind) {
  return keyOf(randomBytes(32), PREFIX[kind]);
}

/** @param {string} seed @returns {NatsKey} */
export function keyFromSeed(seed) {
  const bytes = decodeBase32(seed);
  const prefix = ((at(bytes, 0) & 7) << 5) | ((at(bytes, 1) & 248) >> 3);
  return keyOf(bytes.subarray(2, 34), prefix);
}

/** @param {Buffer} secret @param {number} prefix @returns {NatsKey} */
function keyOf(secret, prefix) {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const seedPrefix = [SEED_PREFIX | (prefix >> 5), (prefix & 31) << 3];
  return {
    publicKey: encodeBase32(withChecksum(Buffer.concat([Buffer.from([prefix]), raw]))),
    seed: encodeBase32(withChecksum(Buffer.concat([Buffer.from(seedPrefix), secret]))),
    sign: (data) => sign(null, Buffer.from(data), privateKey),
  };
}

/** @param {Buffer} bytes */
function withChecksum(bytes) {
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(bytes));
  return Buffer.concat([bytes, checksum]);
}

/** CRC-16/XMODEM. @param {Buffer} bytes */
function crc16(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  }
  return crc & 0xffff;
}

/** @param {Buffer} bytes */
export function encodeBase32(bytes) {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** @param {string} text */
function decodeBase32(text) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xffff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return Buffer.from(bytes);
}

/** @param {Buffer} bytes @param {number} index */
function at(bytes, index) {
  return bytes[index] ?? 0;
}
