import { describe, expect, it } from 'vitest';
import { atMost, controlGroupLimits, type ControlGroupFiles } from './control-group.js';

const none = { cpus: null, memoryMib: null };

describe('the limits of a control group', () => {
  it.each<[string, ControlGroupFiles, ReturnType<typeof controlGroupLimits>]>([
    ['version 2', { cpuMax: '250000 100000\n', memoryMax: '2147483648\n' }, { cpus: 2.5, memoryMib: 2048 }],
    ['version 2 without', { cpuMax: 'max 100000\n', memoryMax: 'max\n' }, none],
    [
      'version 1',
      { cfsQuota: '150000\n', cfsPeriod: '100000\n', memoryLimit: '1073741824\n' },
      { cpus: 1.5, memoryMib: 1024 },
    ],
    ['version 1 without', { cfsQuota: '-1\n', cfsPeriod: '100000\n', memoryLimit: '9223372036854771712\n' }, none],
    ['neither', {}, none],
    ['garbage', { cpuMax: 'x', memoryMax: '' }, none],
  ])('of %s are read', (_what, files, expected) => {
    expect(controlGroupLimits(files)).toEqual(expected);
  });

  it('count only where they are tighter', () => {
    expect([atMost(8, null), atMost(8, 2.5), atMost(8, 64)]).toEqual([8, 2.5, 8]);
  });
});
