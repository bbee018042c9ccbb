import { isSealed, sealedPrefix, type Problem } from '@enginehouse/contracts';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Route } from '@enginehouse/contracts/http';
import type { WrittenAnswer } from '../memory/answer-memory.js';
import { headerOf, type EdgeResponse } from './call.js';
import { entityTag, isKnown } from './entity-tag.js';
import type { JsonReply, PictureReply, Reply } from './reply.js';

/** Stands in answers in place of a secret. */
export const secretMask = '********';

const maskSealed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && isSealed(value) ? secretMask : value;

/** JSON in which no sealed secret is left. */
export function toPublicJson(value: unknown): string {
  const json = JSON.stringify(value);
  // A replacer is called for every value there is, and hardly any answer has one to replace.
  return json.includes(sealedPrefix) ? JSON.stringify(value, maskSealed) : json;
}

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
  if ('bytes' in reply) {
    writePicture(response, reply);
    return;
  }
  const [type, body] =
    'text' in reply ? [reply.type, reply.text] : (['application/json', toPublicJson(reply.json)] as const);
  const hasTag = reply.revision !== undefined && route.answer.etag;
  const tag = hasTag ? tagOf(route, reply.revision, body) : undefined;
  const { status = route.answer.status, location, cookie }: Partial<JsonReply> = 'json' in reply ? reply : {};
  setHeaders(response, { Location: location, 'Set-Cookie': cookie });
  const written = { type: `${type}; charset=utf-8`, body, tag };
  if (status === 200) response.req.remember?.(written);
  writeWritten(response, route, status, written);
}

/** Writes an answer that is JSON or text; shortly where the client has it already. */
export function writeWritten(
  response: EdgeResponse,
  { method }: Pick<Route, 'method'>,
  status: number,
  { type, body, tag }: WrittenAnswer,
): void {
  if (tag !== undefined) {
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept');
    if (method === 'GET' && isKnown(headerOf(response.req, 'if-none-match'), tag)) {
      response.writeHead(304).end();
      return;
    }
  }
  end(response, status, type, body);
}

function setHeaders(response: EdgeResponse, headers: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

const oneYear = 31_536_000;
/** A drawing (SVG) that is opened on its own is a page, which must not run what its author put in. */
const picturePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** `private`: whoever reads it needed a token. Pictures that may change are asked for again, and answered shortly. */
function writePicture(response: EdgeResponse, { bytes, type, tag, immutable }: PictureReply): void {
  const entity = `"${tag}"`;
  response.setHeader('ETag', entity);
  response.setHeader('Content-Security-Policy', picturePolicy);
  response.setHeader('Cache-Control', immutable ? `private, max-age=${oneYear}, immutable` : 'private, no-cache');
  if (isKnown(headerOf(response.req, 'if-none-match'), entity)) {
    response.writeHead(304).end();
    return;
  }
  end(response, 200, type, bytes);
}

/** What is read and is more than what its revision says gets a tag of its own, which still names the revision. */
const tagOf = ({ method, answer }: Route, revision: number, body: string | Buffer): string =>
  method === 'GET' && !answer.cacheable ? entityTag(revision, body) : entityTag(revision);

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
