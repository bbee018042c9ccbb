import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StackEvent } from '../index.d.mts';
import { freePort } from '../system/free-port.mjs';
import { startManagedService } from './managed-service.mjs';

/** A service that finds its port taken when it is started first. */
const unluckyOnce = `
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
if (!existsSync(process.env.MARK)) {
  writeFileSync(process.env.MARK, process.env.HTTP_PORT);
  process.exit(69);
}
createServer((_, response) => response.end(JSON.stringify({ ready: true, pid: process.pid })))
  .listen(Number(process.env.HTTP_PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

let root = '';
const endings: (() => Promise<void>)[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'enginehouse-managed-'));
  mkdirSync(join(root, 'apps/fake/dist'), { recursive: true });
  writeFileSync(join(root, 'apps/fake/package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'apps/fake/dist/main.js'), unluckyOnce);
});
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
  rmSync(root, { recursive: true, force: true });
});

async function start(id: string, known: Readonly<Record<string, number>> = {}, preferredPort?: number) {
  const events: StackEvent[] = [];
  const ports: number[] = [];
  const state = {
    port: (name: string) => known[name],
    rememberPort: (_: string, port: number) => void ports.push(port),
    rememberProcess: () => {},
    forgetProcess: () => {},
  };
  const context = {
    root,
    host: '127.0.0.1',
    state,
    resources: { add: async (end: () => Promise<void>) => void endings.push(end) },
    step: () => () => {},
    logFile: (name: string) => join(root, `${name}.log`),
    onEvent: (event: StackEvent) => void events.push(event),
  };
  const service = await startManagedService(context as never, {
    name: 'fake',
    id,
    ...(preferredPort !== undefined && { preferredPort }),
    environment: (port) => ({
      PATH: process.env['PATH'],
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
      MARK: join(root, 'mark'),
    }),
  });
  return { events, ports, port: Number(new URL(service.url).port) };
}

const withoutBadLuck = () => writeFileSync(join(root, 'mark'), '');

/** Somebody else's server. */
async function occupied(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => void server.close());
  return (server.address() as AddressInfo).port;
}

it('gives a service another port when somebody was faster, and makes no fuss about it', async () => {
  const { events, ports, port } = await start('fake');
  expect(ports).toHaveLength(2);
  expect(port).toBe(ports[1]);
  expect(events).toEqual([]);
});

it('tells where a service is whose port clients know, when somebody was faster', async () => {
  const wanted = await freePort();
  const { events, port } = await start('fake', {}, wanted);
  expect(events).toEqual([{ type: 'port-taken', name: 'fake', wanted, port }]);
});

it('goes back to the port that clients know as soon as it is free', async () => {
  withoutBadLuck();
  const [wanted, last] = [await freePort(), await freePort()];
  expect(await start('fake', { fake: last }, wanted)).toEqual({ events: [], ports: [], port: wanted });
});

it('takes the port of last time while that one is taken, and tells so', async () => {
  withoutBadLuck();
  const [wanted, last] = [await occupied(), await freePort()];
  const { events, port } = await start('fake', { fake: last }, wanted);
  expect(port).toBe(last);
  expect(events).toEqual([{ type: 'port-taken', name: 'fake', wanted, port: last }]);
});
