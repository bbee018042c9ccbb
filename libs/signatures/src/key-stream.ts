import { scrypt } from 'node:crypto';
import { err, ok, type Result } from '@enginehouse/contracts';
import type { SignatureFailure } from './failure.js';

/** How dear it is made to try passwords, in libsodium's units. `memlimit` is in bytes. */
export interface KeyCost {
  readonly opslimit: bigint;
  readonly memlimit: bigint;
}

/** What minisign uses: some seconds, and 1 GiB of memory. */
export const sensitiveCost: KeyCost = { opslimit: 33_554_432n, memlimit: 1_073_741_824n };

/** What scrypt calls N, r and p. */
export interface ScryptParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const r = 8;
const leastOps = 32_768n;

/** The parameters that libsodium makes of a cost, or undefined where no machine should be asked for that much. */
export function scryptParameters({ opslimit, memlimit }: KeyCost): ScryptParameters | undefined {
  const ops = opslimit < leastOps ? leastOps : opslimit;
  const byOps = ops < memlimit / 32n;
  const log2 = log2Below(byOps ? ops / BigInt(r * 4) : memlimit / BigInt(r * 128));
  const lanes = ops / 4n / (1n << log2);
  const p = byOps ? 1n : (lanes > 0x3fffffffn ? 0x3fffffffn : lanes) / BigInt(r);
  const isSane = p > 0n && (1n << log2) * BigInt(r * 128) <= mostMemory && p << log2 <= mostWork;
  return isSane ? { N: Number(1n << log2), r, p: Number(p) } : undefined;
}

const mostMemory = 2n * sensitiveCost.memlimit;
/** N times p; four times that of {@link sensitiveCost}. */
const mostWork = 1n << 22n;

/** The least power of two above half of it, from 2. */
function log2Below(most: bigint): bigint {
  let log2 = 1n;
  while (log2 < 63n && 1n << log2 <= most / 2n) log2 += 1n;
  return log2;
}

/** A password, and what it is stretched with. */
export interface StreamWish {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly cost: KeyCost;
  readonly length: number;
}

/** The bytes that a secret key is hidden with: scrypt of the password. */
export async function keyStream({
  password,
  salt,
  cost,
  length,
}: StreamWish): Promise<Result<Buffer, SignatureFailure>> {
  const parameters = scryptParameters(cost);
  if (!parameters) return notPossible('The file asks for more memory or time than a password of minisign needs.');
  // OpenSSL counts a little more than the table itself.
  const maxmem = 128 * r * (parameters.N + parameters.p + 16);
  return new Promise((resolve) => {
    const whenDone = (error: Error | null, stream: Buffer) =>
      resolve(error ? notPossible(tooLittleMemory(maxmem)) : ok(stream));
    try {
      scrypt(Buffer.from(password), salt, length, { ...parameters, maxmem }, whenDone);
    } catch {
      resolve(notPossible(tooLittleMemory(maxmem)));
    }
  });
}

const tooLittleMemory = (bytes: number): string =>
  `The password could not be worked out: that needs ${Math.ceil(bytes / 1_048_576)} MiB of free memory.`;

const notPossible = (detail: string) => err<SignatureFailure>({ code: 'not-possible', detail });
