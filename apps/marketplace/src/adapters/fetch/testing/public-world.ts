import { rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import type { SourceLocation } from '@enginehouse/contracts';
import { privateCa, registryArtifact, temporaryDirectory } from '@enginehouse/testing';
import { fetching, git, refusalOf, textsOf } from './fetching.js';
import { backendOf } from './git-servers.js';
import { repositories } from './repositories.js';
import { canary } from './serve.js';

/**
 * A program for a network namespace of its own, whose loopback has a public address too: only there can a test see what
 * a public source may lead to. It fetches from itself, and writes what came of it as one line of JSON for each case.
 */
const name = 'registry.test';
const publicAddress = process.argv[2] ?? '';
const bird = await canary();
const made = repositories();
made.commit('repository', { 'a.yaml': 'name: git\n' });

const artifact = registryArtifact({ 'a.yaml': 'name: oci\n' });
const backend = backendOf(made.folder);
const inside = `https://127.0.0.1:${bird.port}`;

/** What the public server answers, by the beginning of the path. */
const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/index.yaml': (request, response) => {
    if (request.url === '/index.yaml') response.end('name: http\n');
    else response.writeHead(404).end();
  },
  '/inside/': (request, response) => redirect(response, `${inside}${request.url ?? ''}`),
  '/plain/': (_, response) => redirect(response, `http://${name}:${bird.port}/`),
  '/repository/': backend,
  '/v2/moved/manifests/': manifest,
  '/v2/moved/blobs/': (_, response) => redirect(response, `${inside}/blob`),
  '/v2/asks/': (_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${inside}/token",service="x"` }).end();
  },
  '/v2/artifact/manifests/': manifest,
  '/v2/artifact/blobs/': (request, response) =>
    response.end(artifact.blobs.find(({ digest }) => request.url?.endsWith(digest))?.bytes),
};

function manifest(_: IncomingMessage, response: ServerResponse): void {
  const { mediaType, bytes } = artifact.manifest;
  response.writeHead(200, { 'content-type': mediaType }).end(bytes);
}

const redirect = (response: ServerResponse, location: string) => response.writeHead(302, { location }).end();

const server = https.createServer(privateCa, (request, response) => {
  const found = Object.entries(answers).find(([path]) => request.url?.startsWith(path));
  if (found === undefined) response.writeHead(404).end();
  else found[1](request, response);
});
await new Promise<void>((resolve) => server.listen(443, publicAddress, resolve));

const folder = temporaryDirectory('ca');
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, privateCa.cert);

/** Fetches as a public source; the name leads to the public address as often as said, then inside. */
async function tell(what: string, location: SourceLocation, timesPublic = Infinity): Promise<void> {
  let times = 0;
  const resolver = async () => {
    times += 1;
    return times <= timesPublic ? [publicAddress] : ['127.0.0.1'];
  };
  const outcome = await fetching({ resolver, extraCaFile: caFile }).fetch(location, { internal: false });
  const told = { what, files: textsOf(outcome), ...refusalOf(outcome), connections: bird.connections() };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

const http = (path: string) => ({ kind: 'http', url: `https://${name}${path}` }) as const;
const oci = (repository: string) => ({ kind: 'oci', reference: `${name}/${repository}:1` }) as const;
await tell('builtin', { kind: 'builtin' });
await tell('http', http('/index.yaml'));
await tell('http, redirected inside', http('/inside/x'));
await tell('http, redirected to http', http('/plain/x'));
await tell('http, another address the second time', http('/index.yaml'), 1);
await tell('git', git(`https://${name}/repository`));
await tell('git, redirected inside', git(`https://${name}/inside/repository`));
await tell('git, redirected to http', git(`https://${name}/plain/repository`));
await tell('git, another address the second time', git(`https://${name}/repository`), 1);
await tell('oci', oci('artifact'));
await tell('oci, a file inside', oci('moved'));
await tell('oci, a token service inside', oci('asks'));
await tell('oci, another address the second time', oci('artifact'), 1);

rmSync(folder, { recursive: true });
await Promise.all([made.close(), bird.close()]);
server.closeAllConnections();
server.close();
