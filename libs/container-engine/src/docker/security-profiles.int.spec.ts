import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDocker } from '@enginehouse/testing';
import { securityProfile, type SecurityProfile } from '@enginehouse/contracts';
import { dockerHarness, nodeProgram } from '../test-support/docker-harness.js';
import {
  linesOf,
  removeAll,
  specFor,
  started,
  valueOf,
  waitUntil,
  type EngineHarness,
} from '../test-support/engine-harness.js';
import { securityView } from '../test-support/security-view.js';
import { dockerClient } from './docker-host.js';

const models = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-models-'));
let harness: EngineHarness & { readonly host: string };

beforeAll(async () => {
  fs.writeFileSync(path.join(models, 'weights'), 'w');
  fs.chmodSync(models, 0o755);
  harness = await dockerHarness(await testDocker(), { mountRoots: [models] });
});
afterEach(() => removeAll(harness));
afterAll(async () => {
  fs.rmSync(models, { recursive: true });
  await dockerClient(harness.host, undefined).getImage(harness.image.replace(':', '-root:')).remove();
});

const resources = { memoryMib: 512, cpus: 1, shmMib: 10_240, pidsLimit: 200 };
const mounts = [{ hostPath: models, containerPath: '/models', readOnly: true }];

/** Says what the container is like from the inside. */
const lookAround = `
  const fs = require('fs');
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  const field = (name) => new RegExp('^' + name + ':\\\\s*(.*)$', 'm').exec(status)[1];
  const mount = (target) => fs.readFileSync('/proc/mounts', 'utf8').split('\\n').find((line) => line.split(' ')[1] === target) || '';
  const writable = (file) => { try { fs.writeFileSync(file, 'x'); return true; } catch { return false; } };
  console.log(JSON.stringify({
    uid: process.getuid(),
    bounding: field('CapBnd'),
    noNewPrivileges: field('NoNewPrivs'),
    seccomp: field('Seccomp'),
    network: fs.readlinkSync('/proc/self/ns/net'),
    shm: /size=(\\d+)k/.exec(mount('/dev/shm'))?.[1],
    writesTmp: writable('/tmp/x'),
    writesHome: writable('/app/x'),
    writesModels: writable('/models/x'),
    readsModels: fs.existsSync('/models/weights'),
    processes: fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length,
  }));
  setInterval(() => {}, 1000);
`;

async function runUnder(
  profile: SecurityProfile,
  user?: 'root',
): Promise<{ id: string; seen: Record<string, unknown> }> {
  const publish =
    profile === 'host-network'
      ? null
      : { containerPort: 8000, hostPort: await harness.freePort(), hostAddress: '127.0.0.1' };
  const image = user === 'root' ? await rootImage() : harness.image;
  const id = await started(
    harness,
    specFor(harness, 'serve', { ...nodeProgram(lookAround), profile, publish, resources, mounts, image }),
  );
  const line = await waitUntil(async () => (await linesOf(harness.engine, id))[0], 'the container to look around');
  return { id, seen: JSON.parse(line.line) as Record<string, unknown> };
}

/** The test image with root as its user, like the images of real engines. */
async function rootImage(): Promise<string> {
  const docker = dockerClient(harness.host, undefined);
  const [name, tag] = harness.image.split(':');
  const repo = `${name}-root`;
  if (valueOf(await harness.engine.imagePresent(`${repo}:${tag}`))) return `${repo}:${tag}`;
  const container = await docker.createContainer({ Image: harness.image });
  await container.commit({ repo, tag, changes: 'USER 0:0' });
  await container.remove();
  return `${repo}:${tag}`;
}

/** The golden file with what differs from run to run filled in. */
function golden(profile: SecurityProfile, hostPort: string | undefined): unknown {
  const text = fs.readFileSync(path.join(import.meta.dirname, `fixtures/inspect-${profile}.json`), 'utf8');
  return JSON.parse(text.replaceAll('{{models}}', models).replaceAll('{{hostPort}}', hostPort ?? ''));
}

describe('a container under a security profile', () => {
  it.each(securityProfile.options)('%s is exactly what its golden file says', async (profile) => {
    const { id } = await runUnder(profile);
    const inspection = await dockerClient(harness.host, undefined).getContainer(id).inspect();
    const bindings = inspection.HostConfig.PortBindings as Record<string, readonly { HostPort: string }[]> | null;
    expect(securityView(inspection)).toEqual(golden(profile, bindings?.['8000/tcp']?.[0]?.HostPort));
  });
});

const capability = { NET_RAW: 13n, MKNOD: 27n, CHOWN: 0n, SYS_ADMIN: 21n } as const;
const hostNetwork = fs.readlinkSync('/proc/self/ns/net');
const has = (mask: unknown, name: keyof typeof capability) =>
  ((BigInt(`0x${String(mask)}`) >> capability[name]) & 1n) === 1n;

describe('what a container can do', () => {
  it('under baseline: root with the default capabilities but two, filtered, with the model read-only', async () => {
    const { seen } = await runUnder('baseline', 'root');
    expect(seen).toMatchObject({ uid: 0, noNewPrivileges: '1', seccomp: '2', shm: '10485760' });
    expect(seen).toMatchObject({
      writesTmp: true,
      writesHome: true,
      readsModels: true,
      writesModels: false,
      processes: 1,
    });
    expect(has(seen['bounding'], 'CHOWN')).toBe(true);
    expect(has(seen['bounding'], 'NET_RAW')).toBe(false);
    expect(has(seen['bounding'], 'MKNOD')).toBe(false);
    expect(has(seen['bounding'], 'SYS_ADMIN')).toBe(false);
    expect(seen['network']).not.toBe(hostNetwork);
  });

  it('under restricted: nothing but run and write to /tmp, and never as root', async () => {
    const { seen } = await runUnder('restricted', 'root');
    expect(seen).toMatchObject({ uid: 65_534, bounding: '0000000000000000', noNewPrivileges: '1', seccomp: '2' });
    expect(seen).toMatchObject({ writesTmp: true, writesHome: false, readsModels: true, writesModels: false });
  });

  it('under privileged: everything, in its own network', async () => {
    const { seen } = await runUnder('privileged');
    expect(seen).toMatchObject({ noNewPrivileges: '0', seccomp: '0' });
    expect(has(seen['bounding'], 'SYS_ADMIN')).toBe(true);
    expect(seen['network']).not.toBe(hostNetwork);
  });

  it('under host-network: no more than under baseline, in the network of the host', async () => {
    const { seen } = await runUnder('host-network', 'root');
    expect(has(seen['bounding'], 'NET_RAW')).toBe(false);
    expect(seen['network']).toBe(hostNetwork);
    expect(seen['processes']).toBe(1);
  });
});
