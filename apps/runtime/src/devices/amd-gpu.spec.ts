import { describe, expect, it } from 'vitest';
import { amdDevices, type AmdGpu } from './amd-gpu.js';
import { parseAmdSmi } from './amd-smi.js';
import { fixture } from './fixtures.js';
import { parseRocmSmi } from './rocm-smi.js';

describe('amd-smi', () => {
  it('is read, with the UUIDs of its list', () => {
    const gpus = parseAmdSmi(fixture('amd-smi-list.json'), fixture('amd-smi-static.json'));
    expect(gpus).toEqual([
      {
        index: 0,
        uuid: 'b7ff74a1-0000-1000-80e9-ddefa2d60f55',
        name: 'AMD Instinct MI300X',
        memoryMib: 196_592,
        bus: '0000:05:00.0',
      },
      {
        index: 1,
        uuid: '2bff74a1-0000-1000-8042-b7e6e0f2c0a1',
        name: 'AMD Instinct MI300X',
        memoryMib: 196_592,
        bus: '0000:26:00.0',
      },
    ]);
  });

  it('of ROCm 7 is read, and N/A is no size', () => {
    const gpus = parseAmdSmi('', fixture('amd-smi-static-rocm7.json'));
    expect(gpus).toEqual([
      { index: 0, uuid: null, name: 'AMD Radeon RX 9070 XT', memoryMib: 16_304, bus: '0000:03:00.0' },
      { index: 1, uuid: null, name: 'AMD Radeon Graphics', memoryMib: null, bus: '0000:0f:00.0' },
    ]);
  });

  it.each(['', 'ERROR: AMDSMI_STATUS_DRIVER_NOT_LOADED', '{}', '{"gpu_data":[{}]}', 'null'])(
    'does not read %j',
    (text) => {
      expect(parseAmdSmi('[]', text)).toBeNull();
    },
  );
});

describe('rocm-smi', () => {
  it('is read behind its warnings', () => {
    expect(parseRocmSmi(fixture('rocm-smi.json'))).toEqual([
      {
        index: 0,
        uuid: '0x9246c1d3a4b5e6f7',
        name: 'Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]',
        memoryMib: 16_368,
        bus: '0000:c1:00.0',
      },
      { index: 1, uuid: null, name: 'Raphael', memoryMib: 64, bus: '0000:c4:00.0' },
    ]);
  });

  it('of older releases is read', () => {
    const [gpu] = parseRocmSmi(fixture('rocm-smi-old.json')) ?? [];
    expect(gpu).toMatchObject({ name: 'AMD INSTINCT MI250X (MCM) OAM AC MBA', memoryMib: 65_520 });
  });

  it.each(['', 'WARNING: No JSON data to report', '[]', '{"card0": 1}'])('does not read %j', (text) => {
    expect(parseRocmSmi(text)).toBeNull();
  });
});

describe('AMD devices', () => {
  const gpu: AmdGpu = { index: 0, uuid: null, name: 'MI300X', memoryMib: 196_592, bus: '0000:05:00.0' };
  const files = { paths: ['/dev/kfd', '/dev/dri/renderD128'], groupIds: [109] };

  it('are handed over through their files', () => {
    expect(amdDevices([gpu], () => files).devices).toEqual([
      {
        index: 0,
        uuid: 'amd-0000:05:00.0',
        vendor: 'amd',
        name: 'MI300X',
        framework: 'rocm',
        memoryMib: 196_592,
        access: { kind: 'files', ...files },
      },
    ]);
  });

  it.each<[string, Partial<AmdGpu>, typeof files | null]>([
    ['names no memory', { memoryMib: null }, files],
    ['has only 64 MiB', { memoryMib: 64 }, files],
    ['were not found', {}, null],
  ])('that cannot be used are left out with a reason: %s', (reason, change, found) => {
    const { devices, warnings } = amdDevices([{ ...gpu, ...change }], () => found);
    expect(devices).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(reason)]);
  });
});
