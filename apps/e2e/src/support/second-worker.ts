import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkerView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { api } from './api.js';
import { stack } from './stack.js';
import { unique } from './backends.js';

const program = resolve(import.meta.dirname, '../../../runtime/dist/main.js');

/** Another worker beside the stack's own, on the same Docker engine. */
export interface SecondWorker {
  readonly name: string;
  /** Ends it as a power cut would. */
  vanish(): void;
  /** Ends it and takes it out of the installation. */
  leave(): Promise<void>;
}

/** Joins a worker as another host would; `more` is what it is configured with besides. */
export async function secondWorker(more: Readonly<Record<string, string>> = {}): Promise<SecondWorker> {
  const name = unique('second');
  const dataDir = mkdtempSync(join(stack().dataDir, 'worker-'));
  const tokenFile = join(dataDir, 'join-token');
  const made = await api<{ token: string }>('POST', '/v1/join-tokens', { json: { name, singleUse: true } });
  writeFileSync(tokenFile, `${made.body.token}\n`);
  const child = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      API_URL: stack().apiUrl,
      JOIN_TOKEN_FILE: tokenFile,
      WORKER_NAME: name,
      DATA_DIR: dataDir,
      DOCKER_HOST: stack().dockerHost,
      ENGINE_PORTS: '42000-42999',
      BACKOFF_BASE_SECONDS: '1',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(dataDir, 'runtime.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  await waitUntil(async () => (await api<WorkerView>('GET', `/v1/workers/${name}`)).body.state === 'ready', {
    what: `${name} to join; its log is in ${dataDir}`,
    timeout: 60_000,
  });
  return {
    name,
    vanish: () => void child.kill('SIGKILL'),
    leave: async () => {
      await ended(child);
      log.end();
      await api('DELETE', `/v1/workers/${name}?force=true`);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
