import { describe, expect, it } from 'vitest';
import { fixture } from './fixtures.js';
import { nvidiaDevices } from './nvidia-devices.js';
import { memoryOfProfile, parseMigDevices, parseMigMemory } from './nvidia-mig.js';
import { parseNvidiaGpus } from './nvidia-smi.js';

const whole = { parts: [], partMemory: new Map(), hostMemoryMib: 122_880 };
const gpusOf = (name: string) => parseNvidiaGpus(fixture(name)).gpus;

describe('NVIDIA devices', () => {
  it('are the GPUs', () => {
    const { devices, warnings } = nvidiaDevices({ ...whole, gpus: gpusOf('nvidia-query-h200.csv') });
    expect(warnings).toEqual([]);
    expect(devices[0]).toEqual({
      index: 0,
      uuid: 'GPU-2f1e8f6a-0d5c-8a3b-6c3c-0f1f5b9f7a10',
      vendor: 'nvidia',
      name: 'NVIDIA H200',
      framework: 'cuda',
      memoryMib: 143_771,
      access: { kind: 'nvidia', index: 0, uuid: 'GPU-2f1e8f6a-0d5c-8a3b-6c3c-0f1f5b9f7a10' },
    });
  });

  it("have the host's memory where they share it, with a word about it", () => {
    const { devices, warnings } = nvidiaDevices({ ...whole, gpus: gpusOf('nvidia-query-gb10.csv') });
    expect(devices.map(({ memoryMib }) => memoryMib)).toEqual([122_880]);
    expect(warnings).toEqual([expect.stringContaining('122880 MiB')]);
  });

  it('are the parts of a divided GPU instead of it, and nothing of one that is to be divided', () => {
    const { devices, warnings } = nvidiaDevices({
      ...whole,
      gpus: gpusOf('nvidia-query-mig.csv'),
      parts: parseMigDevices(fixture('nvidia-list-mig.txt')),
      partMemory: parseMigMemory(fixture('nvidia-details-mig.xml')),
    });
    expect(devices.map(({ index, uuid, name, memoryMib }) => [index, uuid, name, memoryMib])).toEqual([
      [512, 'MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f', 'NVIDIA A100-SXM4-40GB MIG 3g.20gb', 19_968],
      [513, 'MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb', 'NVIDIA A100-SXM4-40GB MIG 1g.5gb+me', 4864],
      [1, 'GPU-8a56a4bc-e184-a047-2620-be19fdf913d5', 'NVIDIA A100-SXM4-40GB', 40_960],
    ]);
    expect(warnings).toEqual([expect.stringContaining('GPU 2 is in MIG mode but not divided')]);
  });

  it("take a part's memory from its profile where the driver does not tell", () => {
    const parts = parseMigDevices(fixture('nvidia-list-mig.txt'));
    const { devices } = nvidiaDevices({ ...whole, gpus: gpusOf('nvidia-query-mig.csv'), parts });
    expect(devices[0]?.memoryMib).toBe(17_166);
  });
});

describe('the memory of a profile', () => {
  it.each([
    ['3g.20gb', 19_968],
    ['1g.5gb', 4864],
    ['1g.10gb+me', 9728],
    ['1g.18gb', 16_384],
    ['1c.3g.40gb', 40_192],
  ])('%s is not more than the %i MiB it really has', (profile, real) => {
    const promised = memoryOfProfile(profile) ?? 0;
    expect(promised).toBeLessThanOrEqual(real);
    expect(promised).toBeGreaterThan(real * 0.8);
  });

  it('is not known where the profile does not say', () => {
    expect(memoryOfProfile('odd')).toBeNull();
  });
});
