import { err, ok, type Result } from '@enginehouse/contracts';
import type { IncomingMessage } from 'node:http';
import { gatewayError, type GatewayError } from './openai-error.js';

/** The longest body of one request. */
export const longestBodyBytes = 32 * 1024 * 1024;
const lingerMs = 1000;

/** Bytes of request bodies held at one time, over all requests: what comes beyond is told to come again. */
export class BodyBudget {
  private held = 0;

  constructor(private readonly most = 512 * 1024 * 1024) {}

  take(bytes: number): boolean {
    if (this.held + bytes > this.most) {
      return false;
    }
    this.held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.held -= bytes;
  }
}

/** A body in memory; it counts against the budget until it is released. */
export interface HeldBody {
  readonly bytes: Buffer;
  release(): void;
}

/** Reads a body whole: the model's name in it decides where it goes. Undefined when the client left meanwhile. */
export async function readBody(
  request: IncomingMessage,
  budget: BodyBudget,
): Promise<Result<HeldBody | undefined, GatewayError>> {
  if (Number(request.headers['content-length'] ?? 0) > longestBodyBytes) {
    cutOffSoon(request);
    return err(tooLarge());
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const release = () => budget.release(length);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const refusal = length + chunk.length > longestBodyBytes ? tooLarge() : budget.take(chunk.length) ? null : busy();
      if (refusal) {
        release();
        cutOffSoon(request);
        return err(refusal);
      }
      length += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    release();
    return ok(undefined);
  }
  return ok({ bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), release });
}

/** A client that is still sending gets a moment to read the refusal; then its connection is closed. */
function cutOffSoon(request: IncomingMessage): void {
  setTimeout(() => void (request.complete || request.socket.destroy()), lingerMs).unref();
}

const tooLarge = () => gatewayError('input-too-large', 'the request body has more than 32 MiB');
const busy = () => gatewayError('overloaded', 'too many large requests are under way', { retryAfterSeconds: 2 });
