import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { temporaryDirectory, waitUntil } from '@enginehouse/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { dockerSocketState } from './docker/socket.mjs';
import { removeDirectory } from '../system/remove-directory.mjs';
import { dockerRequest } from '../images/docker-client.mjs';
import { ensureTestEngineImage } from '../images/test-engine.mjs';
import { startDocker } from './docker.mjs';

const socketOf = (host: string) => host.replace('unix://', '');

/** Its bridge is named like its folder in /run. */
const bridgeOf = (host: string) => `/sys/class/net/eh-${/enginehouse-(\w+)/.exec(host)?.[1]}`;

const mayBeRoot = process.getuid?.() === 0 || spawnSync('sudo', ['-n', 'true']).status === 0;

describe.runIf(mayBeRoot)('a Docker engine of our own (runs as root, or with a sudo that asks no password)', () => {
  const directory = temporaryDirectory('docker');
  const cacheDir = path.resolve(import.meta.dirname, '../../../.enginehouse/cache');
  const options = { dataDir: path.join(directory, 'docker'), cacheDir, logFile: path.join(directory, 'docker.log') };
  afterAll(() => removeDirectory(directory));

  it('answers, and leaves neither a socket nor a bridge behind', async () => {
    const docker = await startDocker({ ...options, ephemeral: true });
    expect(await dockerSocketState(socketOf(docker.host))).toBe('answers');
    expect(fs.existsSync(bridgeOf(docker.host))).toBe(true);
    await docker.stop();
    expect(await dockerSocketState(socketOf(docker.host))).toBe('absent');
    expect(fs.existsSync(bridgeOf(docker.host))).toBe(false);
    expect(fs.existsSync(path.join(options.dataDir, 'data'))).toBe(false);
  });

  it('leaves nothing behind after a container on the network of the host', async () => {
    const docker = await startDocker({ ...options, ephemeral: true });
    const image = await ensureTestEngineImage({ host: docker.host, scratchDir: path.join(directory, 'scratch') });
    const wish = { Image: image, Env: ['EXIT_CODE=0'], HostConfig: { NetworkMode: 'host' } };
    const body = Readable.from([Buffer.from(JSON.stringify(wish))]);
    const created = await dockerRequest(docker.host, { method: 'POST', path: '/containers/create', body });
    const { Id } = JSON.parse(created.body) as { Id: string };
    const started = await dockerRequest(docker.host, { method: 'POST', path: `/containers/${Id}/start` });
    expect(started.status).toBe(204);
    await docker.stop();
    expect(fs.existsSync(path.dirname(socketOf(docker.host)))).toBe(false);
  });

  it('ends when its launcher is killed, and starts again on the same data', async () => {
    const launcher = `import { startDocker } from ${JSON.stringify(path.join(import.meta.dirname, 'docker.mjs'))};
      const { host } = await startDocker(${JSON.stringify(options)});
      console.log(host);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [host] = await once(child.stdout.setEncoding('utf8'), 'data');
    const socket = socketOf(String(host).trim());
    child.kill('SIGKILL');
    await waitUntil(async () => (await dockerSocketState(socket)) === 'absent', { timeout: 20_000, what: 'its end' });
    await waitUntil(() => !fs.existsSync(path.dirname(socket)), { timeout: 20_000, what: 'its files to go' });

    const docker = await startDocker(options);
    expect(await dockerSocketState(socketOf(docker.host))).toBe('answers');
    await docker.stop();
  });
});
