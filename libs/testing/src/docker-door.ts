import net from 'node:net';
import path from 'node:path';
import { findOrStartDocker, type StartedDocker } from '@enginehouse/launcher';
import { dockerDoor } from './docker.js';
import { cacheDir } from './run-directory.js';

/** Answers whoever connects with the address of a Docker engine, which starts at the first question. */
export async function openDockerDoor(runDirectory: string): Promise<{ close(): Promise<void> }> {
  let engine: Promise<Pick<StartedDocker, 'host' | 'stop'>> | undefined;
  const server = net.createServer((client) => {
    engine ??= engineFor(runDirectory);
    client.on('error', () => undefined);
    void engine.then(
      ({ host }) => client.end(JSON.stringify({ host })),
      (error: unknown) => client.end(JSON.stringify({ error: String(error) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(dockerDoor(runDirectory), resolve));
  return {
    close: async () => {
      server.close();
      await engine?.then(
        ({ stop }) => stop(),
        () => undefined,
      );
    },
  };
}

async function engineFor(runDirectory: string): Promise<Pick<StartedDocker, 'host' | 'stop'>> {
  const given = process.env['DOCKER_HOST'];
  if (given) return { host: given, stop: async () => undefined };
  const dataDir = path.join(runDirectory, 'docker');
  return findOrStartDocker({ dataDir, cacheDir, logFile: path.join(runDirectory, 'docker.log'), ephemeral: true });
}
