import fs from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openDockerDoor } from './docker-door.js';
import { dedicatedPostgres } from './postgres.js';
import { temporaryDirectory } from './run-directory.js';
import './shared-services.js';

/** Starts what every integration test shares, once per run; the returned function ends it. */
export default async function startSharedServices(project: TestProject): Promise<() => Promise<void>> {
  const runDirectory = temporaryDirectory('run');
  const postgres = await dedicatedPostgres({ settings: { max_connections: '400' } });
  const docker = await openDockerDoor(runDirectory);
  project.provide('postgresUrl', postgres.url);
  project.provide('runDirectory', runDirectory);
  return async () => {
    await Promise.all([postgres.close(), docker.close()]);
    fs.rmSync(runDirectory, { recursive: true, force: true });
  };
}
