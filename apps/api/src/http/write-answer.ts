import { isSealed, type Problem } from '@enginehouse/contracts';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Route } from '@enginehouse/contracts/http';
import { headerOf, type EdgeResponse } from './call.js';
import { entityTag, isKnown } from './entity-tag.js';
import type { Reply } from './reply.js';

/** Stands in answers in place of a secret. */
export const secretMask = '********';

const maskSealed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && isSealed(value) ? secretMask : value;

/** JSON in which no sealed secret is left. */
export const toPublicJson = (value: unknown): string => JSON.stringify(value, maskSealed);

/** Writes a problem as `application/problem+json`; where an answer is under way already, all that is left is to break it off. */
export function writeProblem(response: EdgeResponse, problem: Problem, correlationId: string | undefined): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (problem.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(problem.retryAfterSeconds)));
  }
  if (problem.status === 401) {
    response.setHeader('WWW-Authenticate', 'Bearer');
  }
  const body = toPublicJson({ ...problem, ...(correlationId ? { correlationId } : {}) });
  end(response, problem.status, 'application/problem+json; charset=utf-8', body);
}

/** Writes a reply; resolves when all of it is out or the client is gone. */
export async function writeReply(response: EdgeResponse, route: Route, reply: Reply): Promise<void> {
  if ('stream' in reply) {
    await writeStream(response, reply.stream, reply.type);
    return;
  }
  if (reply.revision !== undefined && route.answer.etag) {
    response.setHeader('ETag', entityTag(reply.revision));
    response.setHeader('Vary', 'Accept');
    if (route.answer.cacheable && isKnown(headerOf(response.req, 'if-none-match'), reply.revision)) {
      response.writeHead(304).end();
      return;
    }
  }
  if ('text' in reply) {
    end(response, route.answer.status, `${reply.type}; charset=utf-8`, reply.text);
    return;
  }
  if (reply.location !== undefined) {
    response.setHeader('Location', reply.location);
  }
  end(response, reply.status ?? route.answer.status, 'application/json; charset=utf-8', toPublicJson(reply.json));
}

function end(response: EdgeResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

async function writeStream(response: EdgeResponse, chunks: AsyncIterable<string>, type: string): Promise<void> {
  // Proxies must hand each piece on at once.
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(chunks, { highWaterMark: 1 }), response).catch((error: unknown) => {
    if (!response.destroyed) {
      throw error;
    }
  });
}
