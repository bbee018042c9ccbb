import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../container-spec.js';
import { createOptions } from './create-options.js';

const spec: ContainerSpec = {
  name: 'one',
  image: 'example/engine:1',
  entrypoint: null,
  argv: [],
  env: {},
  labels: {},
  mounts: [],
  publish: null,
  profile: 'baseline',
  resources: { shmMib: 64, pidsLimit: 100 },
  devices: [],
};
const runc = { imageUser: '', defaultRuntime: 'runc' };
const optionsOf = (changes: Partial<ContainerSpec>, around = runc) => createOptions({ ...spec, ...changes }, around);
const hostConfigOf = (changes: Partial<ContainerSpec>) => optionsOf(changes).HostConfig ?? {};

describe('the request for a container', () => {
  it("leaves the image's own entrypoint and command alone", () => {
    expect(optionsOf({})).not.toHaveProperty('Entrypoint');
    expect(optionsOf({})).not.toHaveProperty('Cmd');
    expect(optionsOf({ entrypoint: [], argv: ['a'] })).toMatchObject({ Entrypoint: [], Cmd: ['a'] });
  });

  it('limits memory without swap, processors and processes', () => {
    const resources = { memoryMib: 512, cpus: 1.5, shmMib: 10_240, pidsLimit: 100 };
    expect(hostConfigOf({ resources })).toMatchObject({
      Memory: 536_870_912,
      MemorySwap: 536_870_912,
      NanoCpus: 1_500_000_000,
      ShmSize: 10_737_418_240,
      PidsLimit: 100,
    });
    expect(hostConfigOf({})).not.toHaveProperty('Memory');
  });

  it('asks for exactly the NVIDIA GPUs that were allocated', () => {
    const devices = [
      { kind: 'nvidia', index: 0, uuid: 'GPU-aaaa' },
      { kind: 'nvidia', index: 3 },
    ] as const;
    const options = optionsOf({ devices, env: { NVIDIA_VISIBLE_DEVICES: 'all', X: '1' } });
    expect(options.HostConfig?.DeviceRequests).toEqual([
      { Driver: 'nvidia', DeviceIDs: ['GPU-aaaa', '3'], Capabilities: [['gpu', 'compute', 'utility']] },
    ]);
    expect(options.Env).toEqual(['NVIDIA_VISIBLE_DEVICES=GPU-aaaa,3', 'X=1']);
  });

  it('shows no GPU to a container without any, where the NVIDIA runtime is the default', () => {
    const nvidia = { ...runc, defaultRuntime: 'nvidia' };
    expect(optionsOf({ env: { NVIDIA_VISIBLE_DEVICES: 'all' } }, nvidia).Env).toEqual(['NVIDIA_VISIBLE_DEVICES=void']);
    expect(optionsOf({}, nvidia).HostConfig?.DeviceRequests).toEqual([]);
    expect(optionsOf({}).Env).toEqual([]);
  });

  it('hands over device files once each, with their groups', () => {
    const devices = [
      { kind: 'files', paths: ['/dev/kfd', '/dev/dri/renderD128'], groupIds: [44, 109] },
      { kind: 'files', paths: ['/dev/kfd', '/dev/dri/renderD129'], groupIds: [109] },
    ] as const;
    const host = hostConfigOf({ devices });
    expect(host.GroupAdd).toEqual(['44', '109']);
    expect(host.Devices.map((device: { PathOnHost: string }) => device.PathOnHost)).toEqual([
      '/dev/kfd',
      '/dev/dri/renderD128',
      '/dev/dri/renderD129',
    ]);
  });
});
