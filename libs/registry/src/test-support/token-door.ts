import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A registry behind a token service, as most public ones are; both on 127.0.0.1. */
export interface TokenDoor {
  /** Host and port of the registry. */
  readonly address: string;
  /** What was asked of the token service: its query, and who asked. */
  readonly asked: readonly { readonly query: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

const token = 'a-token-of-this-test';

/** Lets whoever has a token through to a registry, and gives tokens to `account`. */
export async function tokenDoor(registry: string, account: { username: string; password: string }): Promise<TokenDoor> {
  const asked: { query: string; authorization: string | undefined }[] = [];
  const wanted = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  const server = http.createServer((request, response) => {
    const { host } = request.headers;
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname === '/token') {
      asked.push({ query: url.search, authorization: request.headers.authorization });
      if (request.headers.authorization !== wanted) response.writeHead(401).end();
      else response.end(JSON.stringify({ token, expires_in: 60 }));
    } else if (request.headers.authorization === `Bearer ${token}`) {
      void pass(registry, request, response);
    } else {
      const challenge = `Bearer realm="http://${host}/token",service="test",scope="repository:team/engine:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(registry: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const answer = await fetch(`http://${registry}${request.url}`, { headers: { accept: request.headers.accept ?? '' } });
  const kept = ['content-type', 'docker-content-digest'].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  response.writeHead(answer.status, Object.fromEntries(kept) as Record<string, string>);
  response.end(await answer.text());
  await text(request);
}
