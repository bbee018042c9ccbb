import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { connectDocker } from '../docker/docker-container-engine.js';
import type { EngineHarness, ProgramName } from './engine-harness.js';

/** What the image's Node is told to run. A handler for SIGTERM is needed: the first process of a container has none. */
const programs: Readonly<Record<ProgramName, string>> = {
  serve: `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('ready')`,
  stubborn: `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`,
  talk: `console.log('out 1'); console.error('err 1'); console.log('out 2'); process.exitCode = 3`,
  hog: `const held = []; for (;;) held.push(Buffer.alloc(8 << 20, 1))`,
};

/** Runs JavaScript in the test image. */
export const nodeProgram = (code: string) => ({ entrypoint: ['/usr/bin/node'], argv: ['-e', code] });

/** The Docker engine that a test run shares. */
export interface SharedDocker {
  readonly host: string;
  /** Tag of an image with Node in /usr/bin. */
  engineImage(): Promise<string>;
}

/** A shared Docker engine, reached through the driver. */
export async function dockerHarness(
  docker: SharedDocker,
  options: { readonly mountRoots?: readonly string[] } = {},
): Promise<EngineHarness & { readonly host: string }> {
  return {
    host: docker.host,
    engine: connectDocker({ host: docker.host, ...options }),
    labels: { 'enginehouse.test/run': randomUUID() },
    image: await docker.engineImage(),
    missingImage: 'enginehouse.invalid/missing:1',
    program: (name) => nodeProgram(programs[name]),
    freePort,
    occupyPort: async (port) => {
      const server = await listenOn(port);
      return () => void server.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = await listenOn(0);
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listenOn(port: number): Promise<net.Server> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
