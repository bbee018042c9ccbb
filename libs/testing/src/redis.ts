import fs from 'node:fs';
import path from 'node:path';
import { startRedis } from '@enginehouse/launcher';
import { cacheDir, temporaryDirectory } from './run-directory.js';

/** A Redis server that one test has for itself. */
export interface TestRedis {
  readonly url: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Serves the same data at the same port again. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** Starts an empty Redis in some twenty milliseconds. */
export async function testRedis(): Promise<TestRedis> {
  const directory = temporaryDirectory('redis');
  const options = { directory, cacheDir, logFile: path.join(directory, 'redis.log') };
  let server = await startRedis(options);
  const { url, port } = server;
  return {
    url,
    kill: () => server.kill(),
    start: async () => {
      server = await startRedis({ ...options, port });
      if (server.port !== port) throw new Error(`Port ${port} was taken while the server was down.`);
    },
    close: async () => {
      await server.kill();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
