import { describe, expect, it } from 'vitest';
import { workerDevice } from '@enginehouse/contracts';
import { parseDeclaredDevices } from './declared-devices.js';
import { fixture } from './fixtures.js';

const device = { index: 0, vendor: 'v', name: 'n', framework: 'cann', memoryMib: 1, access: 'none' };
const parse = (value: unknown) => parseDeclaredDevices(JSON.stringify(value), '/etc/devices.json');

describe('declared devices', () => {
  it('are read, with how to hand each over', () => {
    const { devices, warnings } = parseDeclaredDevices(fixture('declared.json'), 'f');
    expect(warnings).toEqual([]);
    expect(devices.map(({ uuid, framework, access }) => ({ uuid, framework, access }))).toEqual([
      {
        uuid: 'ascend-0',
        framework: 'cann',
        access: {
          kind: 'files',
          paths: ['/dev/davinci0', '/dev/davinci_manager', '/dev/devmm_svm', '/dev/hisi_hdc'],
          groupIds: [1001],
        },
      },
      { uuid: 'GPU-2f1e8f6a', framework: 'cuda', access: { kind: 'nvidia', index: 1, uuid: 'GPU-2f1e8f6a' } },
      { uuid: 'acme-2', framework: 'musa', access: null },
    ]);
    expect(devices.every((each) => workerDevice.safeParse(each).success)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['devices: 0: framework', { devices: [{ ...device, framework: 'cuda12' }] }],
    ['devices: 0: access', { devices: [{ ...device, access: { paths: ['/etc/shadow'] } }] }],
    ['devices: 0: memoryMib', { devices: [{ ...device, memoryMib: -1 }] }],
    ['memory_mib', { devices: [{ ...device, memory_mib: 1 }] }],
    ['one index', { devices: [device, { ...device, uuid: 'other' }] }],
    [
      'one uuid',
      {
        devices: [
          { ...device, uuid: 'a' },
          { ...device, index: 1, uuid: 'a' },
        ],
      },
    ],
    ['cannot be used', []],
    ['cannot be used', 'text'],
  ])('that are wrong are none, and the place is named: %s', (place, value) => {
    const { devices, warnings } = parse(value);
    expect(devices).toEqual([]);
    expect(warnings[0]).toContain('/etc/devices.json');
    expect(warnings[0]).toContain(place);
  });

  it('that are no JSON are none', () => {
    expect(parseDeclaredDevices('devices:', 'f').warnings).toHaveLength(1);
  });
});
