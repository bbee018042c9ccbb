import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTestEngineImage, removeDirectory, startStack } from '@enginehouse/launcher';
import type { TestProject } from 'vitest/node';
import type { StackHandle } from './support/stack.js';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackHandle;
  }
}

/** Starts the whole product once for all end-to-end tests, as `npm start` does, with short back-offs and few attempts. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'enginehouse-e2e-'));
  const sourcesDir = join(dataDir, 'sources');
  const env = {
    BACKOFF_BASE_SECONDS: '1',
    MARKETPLACE_FILE_ROOTS: sourcesDir,
    MARKETPLACE_SYNC_ATTEMPTS: '1',
    ROLL_DRAIN_SECONDS: '3',
    // Given up within a minute, and still long enough failing for somebody to look at.
    WEBHOOK_RETRY_DELAYS: '2,5,30',
  };
  const stack = await startStack({ dataDir, env: { ...process.env, ...env } });
  const testImage = await ensureTestEngineImage({ host: stack.dockerHost, scratchDir: join(dataDir, 'scratch') });
  project.provide('stack', {
    dataDir,
    sourcesDir,
    apiUrl: stack.apiUrl,
    gatewayUrl: stack.gatewayUrl,
    token: stack.adminToken,
    natsUrl: stack.natsUrl,
    dockerHost: stack.dockerHost,
    workerName: 'local',
    testImage,
  });
  return async () => {
    await stack.stop();
    await removeDirectory(dataDir);
  };
}
