import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ApiClient } from '../demo/api-client.mjs';
import { startingAgain } from './starting-again.mjs';

let server: Server;
afterEach(() => void server.close());

async function asked(status: number, ...statuses: readonly string[]): Promise<string | undefined> {
  const body = JSON.stringify({ items: statuses.map((each) => ({ status: each })) });
  server = createServer((_, response) => void response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return startingAgain(new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'token'));
}

it.each([
  [['ready', 'stopped', 'failed'], undefined],
  [['ready', 'loading'], '1 deployment is starting again'],
  [['partial', 'loading', 'waiting'], '3 deployments are starting again'],
])('of deployments that are %j it tells %j', async (statuses, told) => {
  expect(await asked(200, ...statuses)).toBe(told);
});

it('keeps quiet where the api cannot tell', async () => {
  expect(await asked(503)).toBeUndefined();
});
