import fs from 'node:fs';
import path from 'node:path';
import { startNats, type StartedNats } from '@enginehouse/launcher';
import { cacheDir, temporaryDirectory } from './run-directory.js';

/** A nats-server with JetStream that one test has for itself; everybody may do everything on it. */
export interface TestNats {
  /** Stays the same over restarts. */
  readonly url: string;
  /** Where JetStream keeps its files. */
  readonly storeDir: string;
  readonly logFile: string;
  /** Ends it as an administrator would. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Serves the same store at the same port again. */
  start(): Promise<void>;
  /** Removes everything JetStream stored; only while it is stopped. */
  wipe(): void;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts a server in some twenty milliseconds: tests do not share one, so streams may have their real names.
 * `access` is configuration text with accounts and users.
 */
export async function testNats(options: { readonly access?: string } = {}): Promise<TestNats> {
  const directory = temporaryDirectory('nats');
  const logFile = path.join(directory, 'nats.log');
  const start = (port?: number): Promise<StartedNats> =>
    startNats({ directory, cacheDir, logFile, ...options, ...(port && { port }) });
  let server = await start();
  const { url, port, storeDir } = server;
  return {
    url,
    storeDir,
    logFile,
    stop: () => server.stop(),
    kill: () => server.kill(),
    start: async () => {
      server = await start(port);
      if (server.port !== port) throw new Error(`Port ${port} was taken while the server was down.`);
    },
    wipe: () => fs.rmSync(storeDir, { recursive: true, force: true }),
    close: async () => {
      await server.kill();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
