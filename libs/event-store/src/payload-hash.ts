import { createHash } from 'node:crypto';

/** The fields that a payload hash covers, as they are stored. */
export interface HashedFields {
  readonly streamId: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly meta: string;
  readonly data: string;
}

/** Computes what the append function stored as `payload_hash`, independently of the database. */
export function payloadHash({ streamId, version, type, schemaVersion, meta, data }: HashedFields): Buffer {
  return createHash('sha256').update([streamId, version, type, schemaVersion, meta, data].join('\n')).digest();
}

/** What a commit adds to the chain for one event. */
export function chainItem(id: string, version: number, payload: Buffer): Buffer {
  const item = Buffer.alloc(24);
  item.write(id.replaceAll('-', ''), 'hex');
  item.writeBigInt64BE(BigInt(version), 16);
  return Buffer.concat([item, payload]);
}

/** The chain's tip after a commit. `recordedAt` in milliseconds since 1970. */
export function commitHash(previous: Buffer, recordedAt: number, items: readonly Buffer[]): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigInt64BE(BigInt(recordedAt));
  return createHash('sha256')
    .update(Buffer.concat([previous, time, ...items]))
    .digest();
}

/** The chain's tip of an empty log. */
export const genesisHash = createHash('sha256').update('enginehouse').digest();
