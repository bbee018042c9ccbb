import { createHash, randomBytes } from 'node:crypto';

// RFC 9562 leaves the namespace of a version 5 id to its maker.
const namespace = Buffer.from('8c9f6cf2c0de4c0e9d1a6b1f0e5a7d31', 'hex');

/** A fresh event id: UUIDv7, so that ids sort by time. For events that no command can repeat. */
export function newEventId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return formatted(bytes, 7);
}

/** The id of a command's n-th event (from 0): UUIDv5, so that a repeated command makes the same ids. */
export function eventIdOf(commandId: string, ordinal: number): string {
  const hash = createHash('sha1').update(namespace).update(`${commandId.toLowerCase()}/${ordinal}`).digest();
  return formatted(hash.subarray(0, 16), 5);
}

function formatted(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
