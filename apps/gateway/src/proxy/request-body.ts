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
export function readBody(
  request: IncomingMessage,
  budget: BodyBudget,
): Promise<Result<HeldBody | undefined, GatewayError>> {
  if (Number(request.headers['content-length'] ?? 0) > longestBodyBytes) {
    cutOffSoon(request);
    return Promise.resolve(err(tooLarge()));
  }
  return new Promise((resolve) => collect(request, budget, resolve));
}

/** By events and not by iteration, which costs a good part of what the rest of a request does. */
function collect(
  request: IncomingMessage,
  budget: BodyBudget,
  done: (result: Result<HeldBody | undefined, GatewayError>) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (result: Result<HeldBody | undefined, GatewayError>) => {
    request.off('data', take).off('end', complete).off('close', giveUp);
    if (!result.ok || !result.value) {
      budget.release(length);
    }
    done(result);
  };
  const take = (chunk: Buffer) => {
    const isTooLarge = length + chunk.length > longestBodyBytes;
    if (isTooLarge || !budget.take(chunk.length)) {
      finish(err(isTooLarge ? tooLarge() : busy()));
      cutOffSoon(request);
      return;
    }
    length += chunk.length;
    chunks.push(chunk);
  };
  const complete = () => finish(ok({ bytes: joined(chunks), release: () => budget.release(length) }));
  const giveUp = () => finish(ok(undefined));
  request.on('data', take).once('end', complete).once('close', giveUp);
}

const joined = (chunks: readonly Buffer[]) => (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));

/** A client that is still sending gets a moment to read the refusal; then its connection is closed. */
function cutOffSoon(request: IncomingMessage): void {
  request.resume();
  setTimeout(() => void (request.complete || request.socket.destroy()), lingerMs).unref();
}

const tooLarge = () => gatewayError('input-too-large', 'the request body has more than 32 MiB');
const busy = () => gatewayError('overloaded', 'too many large requests are under way', { retryAfterSeconds: 2 });
