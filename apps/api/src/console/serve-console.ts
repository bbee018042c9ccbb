import { problemOf } from '@enginehouse/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { headerOf, type EdgeRequest, type EdgeResponse } from '../http/call.js';
import { writeProblem } from '../http/write-answer.js';
import { findConsoleFile, packings, type ConsoleFile } from './console-file.js';
import { missingPage, pagePolicy, renderPage } from './page.js';

/** Addresses of the API and of the service itself; all others are the console's. Express takes them in any case. */
const notOurs = /^\/(v1|openai|healthz|readyz|metrics)(\/|$)/i;
const nonceBytes = 16;

interface PageRequest extends EdgeRequest {
  acceptsEncodings(encoding: string): string | false;
}

interface FileResponse extends EdgeResponse {
  sendFile(name: string, options: object, done: (error?: Error) => void): void;
}

type Next = (error?: unknown) => void;

/** Serves the console's files and, at every other address that a browser opens, its page. */
export function serveConsole(app: NestExpressApplication, directory: string): void {
  const handle = async (request: PageRequest, response: FileResponse, next: Next): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuseMethod(request, response);
      return;
    }
    const file = await fileFor(request, directory);
    if (file) {
      sendFile(response, directory, file, next);
    } else if (isPage(request)) {
      await sendPage(response, directory);
    } else {
      next();
    }
  };
  app.use((request: PageRequest, response: FileResponse, next: Next) =>
    notOurs.test(request.path) ? next() : handle(request, response, next),
  );
}

async function fileFor(request: PageRequest, directory: string): Promise<ConsoleFile | undefined> {
  // Browsers like all that they take equally well; we like the smallest.
  const packing = packings.find((each) => request.acceptsEncodings(each) === each);
  // The page is more than its file.
  return request.path === '/index.html' ? undefined : findConsoleFile(directory, request.path, packing);
}

function sendFile(response: FileResponse, root: string, { name, headers }: ConsoleFile, next: Next): void {
  const options = { root, headers, acceptRanges: false, cacheControl: false, lastModified: false };
  response.sendFile(name, options, (error) => {
    // A client that left needs no answer; a file that went away with a new build was never there.
    if (error && !response.headersSent && !response.destroyed) next();
  });
}

/** What a browser opens. A program that takes anything gets it at `/` only, and elsewhere the API's own refusal. */
function isPage(request: PageRequest): boolean {
  const takesHtml = headerOf(request, 'accept')?.includes('text/html') ?? false;
  return request.path === '/' || (takesHtml && !request.path.startsWith('/assets/'));
}

async function sendPage(response: FileResponse, directory: string): Promise<void> {
  const template = await readFile(path.join(directory, 'index.html'), 'utf8').catch(() => undefined);
  const nonce = randomBytes(nonceBytes).toString('base64');
  const body = template === undefined ? missingPage : renderPage(template, nonce);
  response.writeHead(template === undefined ? 503 : 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': pagePolicy(nonce),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
    Vary: 'Accept',
  });
  response.end(body);
}

function refuseMethod(request: EdgeRequest, response: EdgeResponse): void {
  response.setHeader('Allow', 'GET, HEAD');
  const hint = 'Addresses of the API begin with /v1; /v1/openapi.json lists them.';
  const problem = problemOf('method-not-allowed', `${request.path} does not take ${request.method ?? ''}`, { hint });
  writeProblem(response, problem, request.correlationId);
}
