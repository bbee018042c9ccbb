import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FenceFailure, noAnswer, tooLarge } from './fence-failure.js';

/** What is read, and how much of it. */
export interface BodyLimits {
  readonly origin: string;
  /** Bytes, as they arrive and as they are when unpacked. */
  readonly maxBytes: number;
  /** Is told how many bytes have arrived. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Reads a body to its end and unpacks it.
 *
 * @throws FenceFailure where it is too large or packed in an unknown way, and what a broken connection throws
 */
export async function readBody(body: Readable, packing: string, limits: BodyLimits): Promise<Uint8Array> {
  const { origin, maxBytes } = limits;
  const unpack = unpackerOf(packing, origin);
  const limit = upTo(limits);
  const parts: Uint8Array[] = [];
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const part of source) parts.push(part);
  };
  await (unpack === null
    ? pipeline(body, limit, collect)
    : pipeline(body, limit, unpack, upTo({ origin, maxBytes }), collect));
  return Buffer.concat(parts);
}

/** Passes on what it is given, and throws at the first byte too many. */
function upTo({ origin, maxBytes, onBytes }: BodyLimits) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let seen = 0;
    for await (const part of source) {
      seen += part.byteLength;
      if (seen > maxBytes) throw new FenceFailure(tooLarge(origin, maxBytes));
      onBytes?.(seen);
      yield part;
    }
  };
}

function unpackerOf(packing: string, origin: string): Transform | null {
  switch (packing.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new FenceFailure(
        noAnswer(origin, 'broken', `its content encoding is unknown (${JSON.stringify(packing.slice(0, 50))})`),
      );
  }
}
