import { withCorrelation } from '@enginehouse/service-kit';
import { problemOf } from '@enginehouse/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { serveConsole } from '../console/serve-console.js';
import { RememberedReads } from '../memory/remembered-reads.js';
import { headerOf, type EdgeRequest, type EdgeResponse } from './call.js';
import { longestBodyBytes } from './read-body.js';
import { correlationIdOf } from './request-header.js';

const headersTimeoutMs = 15_000;
const requestTimeoutMs = 60_000;
/** Longer than the idle time of usual load balancers, so that it is they who close idle connections. */
const keepAliveTimeoutMs = 65_000;

const securityHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
} as const;
const fixedHeaders = Object.entries(securityHeaders);

/** How the api meets the world. */
export interface HttpOptions {
  /** The console's files. */
  readonly webDirectory: string;
  /** Proxies whose word counts for who a client is and whether it speaks TLS. */
  readonly trustedProxies?: readonly string[];
}

/** Sets up what holds for every request, before any route is looked for. */
export function configureHttp(app: NestExpressApplication, { webDirectory, trustedProxies = [] }: HttpOptions): void {
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies);
  app.use(prepareExchange);
  const remembered = app.get(RememberedReads);
  app.use((request: EdgeRequest, response: EdgeResponse, next: () => void) =>
    remembered.handle(request, response, next),
  );
  serveConsole(app, webDirectory);
  const server: Server = app.getHttpServer();
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    answerExpectation(server, request, response),
  );
  server.on('clientError', answerUnreadable);
}

function prepareExchange(request: EdgeRequest, response: EdgeResponse, next: () => void): void {
  const correlationId = correlationIdOf(headerOf(request, 'x-correlation-id'));
  request.correlationId = correlationId;
  for (const [name, value] of fixedHeaders) response.setHeader(name, value);
  response.setHeader('X-Correlation-Id', correlationId);
  withCorrelation(correlationId, next);
}

/** A client that asks first (`Expect: 100-continue`) is told no before it sends too much. */
function answerExpectation(server: Server, request: IncomingMessage, response: ServerResponse): void {
  if (Number(request.headers['content-length'] ?? 0) <= longestBodyBytes) {
    response.writeContinue();
  }
  server.emit('request', request, response);
}

/** What Node's parser refuses never becomes a request; it still gets problem details. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = tooLong ? '431 Request Header Fields Too Large' : late ? '408 Request Timeout' : '400 Bad Request';
  const body = JSON.stringify({
    ...problemOf('malformed-body', 'this is not HTTP as we can read it'),
    status: Number(status.slice(0, 3)),
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}
