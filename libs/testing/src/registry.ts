import fs from 'node:fs';
import path from 'node:path';
import { startRegistry } from '@enginehouse/launcher';
import type { RegistryBlob, RegistryImage } from './registry-image.js';
import { cacheDir, temporaryDirectory } from './run-directory.js';

/** The only account of a test registry that has one. */
export const registryAccount = { username: 'reader', password: 'secret' } as const;

/** What bcrypt makes of that password; Node has no bcrypt. */
const htpasswdLine = 'reader:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n';

/** A container registry that one test has for itself. */
export interface TestRegistry {
  /** Host and port on 127.0.0.1, as image references begin; stays the same over restarts. */
  readonly address: string;
  /** Puts an image there, with all it consists of, and gives its reference. */
  push(repository: string, tag: string, image: RegistryImage): Promise<string>;
  /** Makes a tag, and what it named, disappear. */
  remove(repository: string, digest: string): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Serves the same images at the same port again. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** Starts an empty registry in some thirty milliseconds; `locked` lets only `registryAccount` read and write. */
export async function testRegistry(options: { readonly locked?: boolean } = {}): Promise<TestRegistry> {
  const directory = temporaryDirectory('registry');
  const htpasswd = options.locked ? path.join(directory, 'htpasswd') : undefined;
  if (htpasswd !== undefined) fs.writeFileSync(htpasswd, htpasswdLine);
  const settings = { directory, cacheDir, logFile: path.join(directory, 'registry.log'), htpasswd };
  let server = await startRegistry(settings);
  const { address, port } = server;
  return {
    address,
    push: async (repository, tag, image) => {
      await pushImage(`http://${address}/v2/${repository}`, tag, image);
      return `${address}/${repository}:${tag}`;
    },
    remove: async (repository, digest) => {
      await ask(`http://${address}/v2/${repository}/manifests/${digest}`, { method: 'DELETE' });
    },
    kill: () => server.kill(),
    start: async () => {
      server = await startRegistry({ ...settings, port });
      if (server.port !== port) throw new Error(`Port ${port} was taken while the registry was down.`);
    },
    close: async () => {
      await server.kill();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function pushImage(repository: string, name: string, image: RegistryImage): Promise<void> {
  await Promise.all(image.blobs.map((blob) => pushBlob(repository, blob)));
  for (const each of image.images) await pushImage(repository, each.manifest.digest, each);
  const headers = { 'content-type': image.manifest.mediaType };
  await ask(`${repository}/manifests/${name}`, { method: 'PUT', headers, body: new Uint8Array(image.manifest.bytes) });
}

async function pushBlob(repository: string, { bytes, digest }: RegistryBlob): Promise<void> {
  const opened = await ask(`${repository}/blobs/uploads/`, { method: 'POST' });
  const target = new URL(opened.headers.get('location') ?? '', repository);
  target.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await ask(target.href, { method: 'PUT', headers, body: new Uint8Array(bytes) });
}

/** An open registry does not mind an account. */
const authorization = `Basic ${Buffer.from(Object.values(registryAccount).join(':')).toString('base64')}`;

interface Sent {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

async function ask(url: string, request: Sent): Promise<Response> {
  const answer = await fetch(url, { ...request, headers: { ...request.headers, authorization } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request.method} ${url} was answered ${answer.status}: ${text}`);
  return answer;
}
