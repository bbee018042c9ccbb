/**
 * BLAKE2b (RFC 7693) without a key, for the 32-byte checksum in secret key files: OpenSSL 3.0 only makes the 64-byte
 * one, and the length is part of what is hashed. Slow, and good enough for inputs of some hundred bytes.
 */
export function blake2b(input: Uint8Array, length: number): Buffer {
  const state = BigUint64Array.from(initial);
  state[0] = at(state, 0) ^ 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(input.length / blockBytes));
  for (let block = 0; block < blocks; block += 1) {
    const end = Math.min((block + 1) * blockBytes, input.length);
    compress(state, wordsOf(input.subarray(block * blockBytes, end)), { end, last: block === blocks - 1 });
  }
  return Buffer.from(bytesOf(state)).subarray(0, length);
}

const blockBytes = 128;

const initial: readonly bigint[] = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

/** The order in which the words of a block come in, by round. */
const orders: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const rounds = 12;

type Quad = readonly [a: number, b: number, c: number, d: number];
/** The columns of the state as a square, then its diagonals. */
const quads: readonly Quad[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

function compress(state: BigUint64Array, words: BigUint64Array, { end, last }: { end: number; last: boolean }): void {
  const work = BigUint64Array.from([...state, ...initial]);
  work[12] = at(work, 12) ^ BigInt(end);
  if (last) work[14] = ~at(work, 14);
  for (let round = 0; round < rounds; round += 1) {
    const order = orders[round % orders.length] ?? [];
    quads.forEach((quad, index) => {
      mix(work, quad, [at(words, order[2 * index] ?? 0), at(words, order[2 * index + 1] ?? 0)]);
    });
  }
  for (let word = 0; word < 8; word += 1) state[word] = at(state, word) ^ at(work, word) ^ at(work, word + 8);
}

/** Sums wrap at 64 bits because the array's elements do. */
function mix(work: BigUint64Array, [a, b, c, d]: Quad, [x, y]: readonly [bigint, bigint]): void {
  work[a] = at(work, a) + at(work, b) + x;
  work[d] = rotated(at(work, d) ^ at(work, a), 32n);
  work[c] = at(work, c) + at(work, d);
  work[b] = rotated(at(work, b) ^ at(work, c), 24n);
  work[a] = at(work, a) + at(work, b) + y;
  work[d] = rotated(at(work, d) ^ at(work, a), 16n);
  work[c] = at(work, c) + at(work, d);
  work[b] = rotated(at(work, b) ^ at(work, c), 63n);
}

const at = (words: BigUint64Array, index: number): bigint => words[index] ?? 0n;
/** To the right; what is beyond 64 bits falls off when it is stored. */
const rotated = (word: bigint, bits: bigint): bigint => (word >> bits) | (word << (64n - bits));

/** A block as 16 words, least significant byte first, whatever this machine's order; filled up with zeros. */
function wordsOf(bytes: Uint8Array): BigUint64Array {
  const block = Buffer.alloc(blockBytes);
  block.set(bytes);
  return BigUint64Array.from({ length: 16 }, (_, word) => block.readBigUInt64LE(8 * word));
}

function bytesOf(state: BigUint64Array): Uint8Array {
  const bytes = Buffer.alloc(64);
  state.forEach((word, index) => bytes.writeBigUInt64LE(word, 8 * index));
  return bytes;
}
