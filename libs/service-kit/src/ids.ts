import { createHash, randomFillSync } from 'node:crypto';

const format = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

function stamp(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Sixteen random bytes, until the next call. Many are fetched at once: each fetch is a job for another thread. */
function someRandom(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** A new UUID that sorts by the time it was made (RFC 9562, version 7). */
export function uuidv7(now: number = Date.now()): string {
  const bytes = Buffer.from(someRandom());
  bytes.writeUIntBE(now, 0, 6);
  return format(stamp(bytes, 7));
}

/** The UUID that stands for a name within a namespace, the same every time (RFC 9562, version 5). */
export function uuidv5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1').update(space).update(name, 'utf8').digest();
  return format(stamp(new Uint8Array(digest.subarray(0, 16)), 5));
}

const keyNamespace = '6f1d6f0e-3a57-4d0b-9a39-0d2f6c4f8e11';

/** The id of the n-th event of a command: the idempotency key decides it, so a repeated command makes no second event. */
export const eventIdOf = (idempotencyKey: string, ordinal: number): string =>
  uuidv5(keyNamespace, `${idempotencyKey}/${ordinal}`);
