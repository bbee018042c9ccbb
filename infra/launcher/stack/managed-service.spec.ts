import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StackEvent } from '../index.d.mts';
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

it('gives a service another port when somebody was faster', async () => {
  const events: StackEvent[] = [];
  const ports: number[] = [];
  const state = {
    port: () => undefined,
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
    logFile: (id: string) => join(root, `${id}.log`),
    onEvent: (event: StackEvent) => void events.push(event),
  };
  const service = await startManagedService(context as never, {
    name: 'fake',
    id: 'fake',
    environment: (port) => ({
      PATH: process.env['PATH'],
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
      MARK: join(root, 'mark'),
    }),
  });
  expect(ports).toHaveLength(2);
  expect(service.url).toBe(`http://127.0.0.1:${ports[1]}`);
  expect(events.map(({ type }) => type)).toEqual(['ended', 'restarted']);
});
