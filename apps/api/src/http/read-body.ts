import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { IncomingMessage } from 'node:http';

/** The longest JSON or YAML body. */
export const longestBodyBytes = 1024 * 1024;

const hint = 'At most 1 MiB. Send large things by reference.';
const tooLarge = (bytes: string) => problemOf('input-too-large', `the body has ${bytes}`, { hint });

const lingerMs = 1000;

/** Reads a body as text. One that says it is too long is refused before a byte is read, one that turns out so at once. */
export async function readBody(request: IncomingMessage): Promise<Result<string, Problem>> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > longestBodyBytes) {
    cutOffSoon(request);
    return err(tooLarge(`${announced} bytes`));
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readable(request)) {
    length += chunk.length;
    if (length > longestBodyBytes) {
      cutOffSoon(request);
      return err(tooLarge(`more than ${longestBodyBytes} bytes`));
    }
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

/** A client that is still sending gets a moment to read the refusal; then its connection is closed, or it could go on for ever. */
function cutOffSoon(request: IncomingMessage): void {
  const cutOff = () => void (request.complete || request.socket.destroy());
  setTimeout(cutOff, lingerMs).unref();
}

/** Leaves the socket whole when reading stops early: the answer still has to go out on it. */
function readable(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

function decode(bytes: Buffer): Result<string, Problem> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err(problemOf('malformed-body', 'the body is not UTF-8'));
  }
}
