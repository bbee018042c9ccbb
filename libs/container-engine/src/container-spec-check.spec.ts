import { describe, expect, it } from 'vitest';
import { checkContainerSpec } from './container-spec-check.js';
import type { ContainerSpec } from './container-spec.js';

const sound: ContainerSpec = {
  name: 'enginehouse-one',
  image: 'example/engine:1',
  entrypoint: null,
  argv: ['serve'],
  env: { A: '1' },
  labels: { 'enginehouse.io/instance': 'one' },
  mounts: [{ hostPath: '/models/x', containerPath: '/models/x', readOnly: true }],
  publish: { containerPort: 8000, hostPort: 40_000, hostAddress: '0.0.0.0' },
  profile: 'baseline',
  resources: { memoryMib: 100, cpus: 0.5, shmMib: 64, pidsLimit: 100 },
  devices: [{ kind: 'files', paths: ['/dev/kfd'] }],
};
const mount = (hostPath: string, containerPath = '/m') => ({ mounts: [{ hostPath, containerPath, readOnly: true }] });
const port = (containerPort: number, hostPort = 1) => ({
  publish: { containerPort, hostPort, hostAddress: '127.0.0.1' },
});

describe('a container spec', () => {
  it('that is sound has nothing against it', () => {
    expect(checkContainerSpec(sound)).toBeNull();
  });

  it.each<[string, Partial<ContainerSpec>]>([
    ['name', { name: '../x' }],
    ['name', { name: '-x' }],
    ['name', { name: '' }],
    ['environment', { env: { 'A=B': '1' } }],
    ['environment', { env: { '': '1' } }],
    ['NUL', { env: { A: 'x\0y' } }],
    ['NUL', { argv: ['x\0'] }],
    ['mount source', mount('models')],
    ['mount source', mount('/models/../etc')],
    ['mount source', mount('/models/./x')],
    ['mount target', mount('/models', '/')],
    ['mount target', mount('/models', 'm')],
    ['two mounts', { mounts: [...mount('/a').mounts, ...mount('/b').mounts] }],
    ['not a port', port(0)],
    ['not a port', port(1, 65_536)],
    ['not a port', port(1.5)],
    ['host network', { profile: 'host-network' }],
    ['memoryMib', { resources: { ...sound.resources, memoryMib: 0 } }],
    ['cpus', { resources: { ...sound.resources, cpus: Number.NaN } }],
    ['shmMib', { resources: { ...sound.resources, shmMib: Number.POSITIVE_INFINITY } }],
    ['device file', { devices: [{ kind: 'files', paths: ['/etc/shadow'] }] }],
    ['device file', { devices: [{ kind: 'files', paths: ['/dev/../etc/shadow'] }] }],
  ])('is refused for its %s: %o', (complaint, change) => {
    const failure = checkContainerSpec({ ...sound, ...change });
    expect(failure?.code).toBe('invalid-spec');
    expect(failure?.detail).toContain(complaint);
  });

  it('is refused for what is no image reference', () => {
    expect(checkContainerSpec({ ...sound, image: 'A B' })?.code).toBe('invalid-image');
  });
});
