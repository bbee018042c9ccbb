import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { InferenceProxy } from '../proxy/inference-proxy.js';
import { longestBodyBytes } from '../proxy/request-body.js';

const headersTimeoutMs = 10_000;
/** For the whole of a request, up to 32 MiB over a slow line. */
const requestTimeoutMs = 120_000;
const checkEveryMs = 5000;
/** Longer than the idle time of usual load balancers, so that it is they who close idle connections. */
const keepAliveTimeoutMs = 65_000;

/** Puts the proxy before Nest and sets the limits of the server. */
export function configureHttp(app: NestExpressApplication, proxy: InferenceProxy): void {
  const server: Server = app.getHttpServer();
  putBefore(server, proxy);
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  Object.assign(server, { connectionsCheckingInterval: checkEveryMs });
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    answerExpectation(server, request, response),
  );
  server.on('clientError', answerUnreadable);
}

/** Before Express, too: its layers cost more than everything else that is done for a request. */
function putBefore(server: Server, proxy: InferenceProxy): void {
  const others = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) =>
    proxy.handle(request, response, () => others.forEach((listener) => void listener.call(server, request, response))),
  );
}

/** A client that asks first (`Expect: 100-continue`) is told no before it sends too much. */
function answerExpectation(server: Server, request: IncomingMessage, response: ServerResponse): void {
  if (Number(request.headers['content-length'] ?? 0) <= longestBodyBytes) {
    response.writeContinue();
  }
  server.emit('request', request, response);
}

const statusOfError: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What Node's parser refuses never becomes a request. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfError[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
