import { randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '@enginehouse/contracts';
import { forward } from './forward.js';
import { Passage, type PassageOptions } from './passage.js';
import { tunnel } from './tunnel.js';

/** How far a program behind the proxy may go; `timeoutMs` bounds resolving, connecting, and silence afterwards. */
export type FencedProxyOptions = PassageOptions;

/** A proxy on loopback for one program that cannot be fenced from inside. */
export interface FencedProxy {
  /** `http://user:password@127.0.0.1:port`; the password is made anew for each proxy. */
  readonly url: string;
  /** The first reason why something did not come through; null where everything did. */
  problem(): Problem | null;
  /** Bytes that came back so far. */
  bytes(): number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Opens a proxy that resolves and checks every target by the same policy as `fencedRequest`, connects only to the
 * addresses it checked, and ends everything once more than `maxBytes` came back. It speaks CONNECT and plain requests.
 */
export async function openFencedProxy(options: FencedProxyOptions): Promise<FencedProxy> {
  const passage = new Passage(options);
  const password = randomBytes(24).toString('hex');
  const isKnown = guard(`Basic ${Buffer.from(`fence:${password}`).toString('base64')}`);
  const server = http.createServer((request, response) => {
    passage.adopt(request.socket);
    if (isKnown(request)) void forward(request, response, passage);
    else response.writeHead(407, challenge).end();
  });
  server.on('connect', (request, client, head) => {
    passage.adopt(client);
    if (isKnown(request)) void tunnel(request, client, head, passage);
    else client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://fence:${password}@127.0.0.1:${port}`,
    problem: () => passage.problem,
    bytes: () => passage.bytes,
    close: async () => {
      passage.end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const challenge = { 'proxy-authenticate': 'Basic realm="fence"', connection: 'close' };

function guard(wanted: string): (request: http.IncomingMessage) => boolean {
  const expected = Buffer.from(wanted);
  return ({ headers }) => {
    const given = Buffer.from(headers['proxy-authorization'] ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}
