import { createHash, randomUUID } from 'node:crypto';

// RFC 9562 leaves the namespace of a version 5 id to its maker.
const namespace = Buffer.from('8c9f6cf2c0de4c0e9d1a6b1f0e5a7d31', 'hex');

/** A fresh event id: UUIDv7, so that ids sort by time. For events that no command can repeat. */
export function newEventId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  // The runtime draws entropy for many UUIDs at once; asking for sixteen bytes each time costs ten times as much.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The id of a command's n-th event (from 0): UUIDv5, so that a repeated command makes the same ids. */
export function eventIdOf(commandId: string, ordinal: number): string {
  const hash = createHash('sha1').update(namespace).update(`${commandId.toLowerCase()}/${ordinal}`).digest();
  return uuidV5(hash.subarray(0, 16));
}

function uuidV5(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
