import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RegistryBlob, RegistryImage } from '@enginehouse/testing';

/** How a test registry behaves. */
export interface RegistryBehaviour {
  readonly account?: { readonly username: string; readonly password: string };
  /** Answers every request with this status. */
  readonly failsWith?: number;
  /** Between two pieces of a blob, in milliseconds. */
  readonly pauseMs?: number;
}

/** The part of the registry protocol that a pull needs, on 127.0.0.1: engines take that for insecure by default, so it needs no TLS. */
export interface TestRegistry {
  readonly address: string;
  /** Puts an image there and gives its reference. */
  add(repository: string, tag: string, image: RegistryImage): string;
  close(): Promise<void>;
}

const pieceLength = 64 * 1024;

/** Starts one. */
export async function testRegistry(behaviour: RegistryBehaviour = {}): Promise<TestRegistry> {
  const manifests = new Map<string, RegistryBlob>();
  const blobs = new Map<string, RegistryBlob>();
  const server = http.createServer((request, response) => {
    const [, repository, kind, name] = /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? [];
    const found = kind === 'blobs' ? blobs.get(name ?? '') : manifests.get(`${repository} ${name}`);
    if (behaviour.failsWith !== undefined) response.writeHead(behaviour.failsWith).end();
    else if (!isAllowed(request, behaviour)) refuse(response);
    else if (request.url === '/v2/') response.writeHead(200).end('{}');
    else if (found === undefined) notFound(response);
    else void send(request, response, found, behaviour.pauseMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    add: (repository, tag, image) => {
      for (const name of [tag, image.manifest.digest]) manifests.set(`${repository} ${name}`, image.manifest);
      for (const blob of image.blobs) blobs.set(blob.digest, blob);
      return `${address}/${repository}:${tag}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isAllowed(request: http.IncomingMessage, { account }: RegistryBehaviour): boolean {
  if (account === undefined) return true;
  const wanted = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  return request.headers.authorization === `Basic ${wanted}`;
}

const problem = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });

function refuse(response: http.ServerResponse): void {
  response.writeHead(401, { 'www-authenticate': 'Basic realm="test"', 'content-type': 'application/json' });
  response.end(problem('UNAUTHORIZED', 'authentication required'));
}

function notFound(response: http.ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end(problem('MANIFEST_UNKNOWN', 'manifest unknown'));
}

async function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { bytes, digest, mediaType }: RegistryBlob,
  pauseMs = 0,
): Promise<void> {
  response.writeHead(200, {
    'content-type': mediaType,
    'content-length': bytes.length,
    'docker-content-digest': digest,
  });
  if (request.method === 'HEAD') return void response.end();
  for (let start = 0; start < bytes.length && !response.destroyed; start += pieceLength) {
    response.write(bytes.subarray(start, start + pieceLength));
    if (pauseMs > 0) await pause(pauseMs);
  }
  response.end();
}
