import fs from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openDockerDoor } from './docker-door.js';
import { dedicatedPostgres } from './postgres.js';
import { temporaryDirectory } from './run-directory.js';
import './shared-services.js';

/** Starts what every integration test shares, once per run; the returned function ends it. */
export default async function startSharedServices(project: TestProject): Promise<() => Promise<void>> {
  keepRequireWorking(project);
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

/**
 * Vitest hands the resolve conditions to its workers as `node --conditions`, where "import" also governs `require()`:
 * CommonJS packages (pg) would then load their dependencies' ES modules and fail. Not needed once vitest.config.ts
 * leaves these conditions to Node.
 */
function keepRequireWorking(project: TestProject): void {
  const conditions = project.vite.config.ssr.resolve?.conditions;
  if (conditions === undefined) return;
  const kept = conditions.filter((condition) => !['import', 'module', 'default'].includes(condition));
  conditions.splice(0, conditions.length, ...kept);
}
