import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AssignedDevice } from '@enginehouse/contracts';
import { fixture } from '../../devices/fixtures.js';
import { HostDeviceProbe, type HostDeviceOptions } from './host-device-probe.js';
import type { RunTool, ToolAnswer } from './run-tool.js';

let host: string;
beforeEach(() => {
  host = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-host-'));
});
afterEach(() => fs.rmSync(host, { recursive: true }));

const said = (stdout: string, code = 0): ToolAnswer => ({ kind: 'ended', code, stdout, stderr: '' });
const slow: ToolAnswer = { kind: 'too-slow', seconds: 20 };

/** Tools by the beginning of their command lines; every other one is not installed. */
function tools(answers: Readonly<Record<string, ToolAnswer>>): RunTool {
  return async (program, args) => {
    const line = [program, ...args].join(' ');
    const known = Object.entries(answers).find(([start]) => line.startsWith(start));
    return known?.[1] ?? { kind: 'missing' };
  };
}

function put(name: string, text = ''): void {
  const file = path.join(host, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

const open = async (answers: Readonly<Record<string, ToolAnswer>>, more: Partial<HostDeviceOptions> = {}) =>
  await HostDeviceProbe.open({
    diskPath: host,
    run: tools(answers),
    dev: path.join(host, 'dev'),
    sys: path.join(host, 'sys'),
    ...more,
  });

const nvidia = {
  'nvidia-smi --query-gpu=index': said(fixture('nvidia-query-h200.csv')),
  'nvidia-smi --query-gpu=mig': said('Disabled\nDisabled\n'),
  'nvidia-smi -L': said('GPU 0: NVIDIA H200 (UUID: GPU-2f1e8f6a-0d5c-8a3b-6c3c-0f1f5b9f7a10)\n'),
};
const assigned = (uuid: string, vendor = 'nvidia'): AssignedDevice => ({ index: 0, uuid, vendor, claimMib: 1 });

describe('looking at a host', () => {
  it('without accelerators finds processors, memory and disk', async () => {
    const facts = await (await open({})).probe();
    expect(facts).toMatchObject({ devices: [], frameworks: ['cpu'], warnings: [] });
    expect(facts.cpus).toBe(os.availableParallelism());
    expect(facts.memoryMib).toBe(Math.floor(os.totalmem() / 1_048_576));
    expect(facts.disk.path).toBe(host);
    expect(facts.disk.totalMib).toBeGreaterThan(facts.disk.freeMib);
    expect(facts.disk.freeMib).toBeGreaterThan(0);
  });

  it('knows the disk of a directory that is not made yet', async () => {
    const facts = await (await open({}, { diskPath: path.join(host, 'not/yet') })).probe();
    expect(facts.disk).toMatchObject({ path: path.join(host, 'not/yet') });
    expect(facts.disk.totalMib).toBeGreaterThan(0);
  });

  it('keeps to the limits of a control group, and says so', async () => {
    put('sys/fs/cgroup/cpu.max', '50000 100000\n');
    put('sys/fs/cgroup/memory.max', '1073741824\n');
    const facts = await (await open({})).probe();
    expect(facts).toMatchObject({ cpus: 0.5, memoryMib: 1024 });
    expect(facts.warnings).toEqual([expect.stringContaining('0.5 of'), expect.stringContaining('1024 of')]);
  });

  it('finds NVIDIA GPUs', async () => {
    const facts = await (await open(nvidia)).probe();
    expect(facts.devices.map(({ name, memoryMib }) => [name, memoryMib])).toEqual([
      ['NVIDIA H200', 143_771],
      ['NVIDIA H200', 143_771],
    ]);
    expect(facts.devices[0]).not.toHaveProperty('access');
    expect(facts.frameworks).toEqual(['cuda', 'cpu']);
    expect(facts.warnings).toEqual([]);
  });

  it('finds the parts of divided GPUs', async () => {
    const probe = await open({
      'nvidia-smi --query-gpu=index': said(fixture('nvidia-query-mig.csv')),
      'nvidia-smi --query-gpu=mig': said('Enabled\nDisabled\nEnabled\n'),
      'nvidia-smi -L': said(fixture('nvidia-list-mig.txt')),
      'nvidia-smi -q -x': said(fixture('nvidia-details-mig.xml')),
    });
    const { devices } = await probe.probe();
    expect(devices.map(({ memoryMib }) => memoryMib)).toEqual([19_968, 4864, 40_960]);
    expect(probe.accessTo([assigned('MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f')])).toEqual({
      ok: true,
      value: [{ kind: 'nvidia', index: 512, uuid: 'MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f' }],
    });
  });

  it('says what is wrong with a driver', async () => {
    const probe = await open({ 'nvidia-smi': said(fixture('nvidia-no-driver.txt'), 9) });
    const { devices, warnings } = await probe.probe();
    expect(devices).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("couldn't communicate with the NVIDIA driver")]);
  });

  it('keeps the GPUs it can read beside one that was lost', async () => {
    const odd = { ...nvidia, 'nvidia-smi --query-gpu=index': said(fixture('nvidia-query-odd.csv'), 15) };
    const { devices, warnings } = await (await open(odd)).probe();
    expect(devices.map(({ index }) => index)).toEqual([0, 2, 3]);
    expect(warnings).toContainEqual(expect.stringContaining('GPU is lost'));
  });

  it('keeps the GPUs it saw before while a tool does not answer', async () => {
    const answers = { ...nvidia };
    const probe = await open({}, { run: (program, args) => tools(answers)(program, args) });
    answers['nvidia-smi --query-gpu=index'] = slow;
    const late = await probe.probe();
    expect(late.devices).toHaveLength(2);
    expect(late.warnings).toEqual(['nvidia-smi did not answer within 20 s']);
    answers['nvidia-smi --query-gpu=index'] = said('No devices were found\n', 6);
    expect((await probe.probe()).devices).toEqual([]);
  });

  it('does not take a divided GPU for a whole one when the division is not known', async () => {
    const { devices, warnings } = await (await open({ ...nvidia, 'nvidia-smi -L': slow })).probe();
    expect(devices).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('finds AMD GPUs and the device files of each', async () => {
    put('dev/kfd');
    put('dev/dri/renderD129');
    put('dev/dri/renderD136');
    put('sys/bus/pci/devices/0000:05:00.0/drm/renderD136/dev');
    put('sys/bus/pci/devices/0000:26:00.0/drm/renderD129/dev');
    const probe = await open({
      'amd-smi static': said(fixture('amd-smi-static.json')),
      'amd-smi list': said(fixture('amd-smi-list.json')),
    });
    expect((await probe.probe()).frameworks).toEqual(['rocm', 'cpu']);
    const access = probe.accessTo([assigned('b7ff74a1-0000-1000-80e9-ddefa2d60f55', 'amd')]);
    const files = ['dev/kfd', 'dev/dri/renderD136'].map((name) => path.join(host, name));
    expect(access).toMatchObject({ ok: true, value: [{ kind: 'files', paths: files }] });
  });

  it('asks rocm-smi where there is no amd-smi', async () => {
    put('dev/kfd');
    put('dev/dri/renderD128');
    put('sys/bus/pci/devices/0000:c1:00.0/drm/renderD128/dev');
    const { devices, warnings } = await (await open({ 'rocm-smi': said(fixture('rocm-smi.json')) })).probe();
    expect(devices.map(({ uuid }) => uuid)).toEqual(['0x9246c1d3a4b5e6f7']);
    expect(warnings).toEqual([expect.stringContaining('Raphael')]);
  });

  it('says that a GPU is there which no tool found', async () => {
    put('sys/bus/pci/devices/0000:41:00.0/vendor', '0x10de\n');
    put('sys/bus/pci/devices/0000:41:00.0/class', '0x030200\n');
    put('sys/bus/pci/devices/0000:00:02.0/vendor', '0x1002\n');
    put('sys/bus/pci/devices/0000:00:02.0/class', '0x030000\n');
    expect((await (await open({})).probe()).warnings).toEqual([expect.stringContaining('GPUs by NVIDIA')]);
    expect((await (await open(nvidia)).probe()).warnings).toEqual([]);
  });

  it('takes declared devices for all there are', async () => {
    put('devices.json', fixture('declared.json'));
    const probe = await open(nvidia, { devicesFile: path.join(host, 'devices.json') });
    expect((await probe.probe()).frameworks).toEqual(['cann', 'cuda', 'musa', 'cpu']);
    expect(probe.accessTo([assigned('acme-2', 'acme')])).toEqual({ ok: true, value: [] });
  });

  it('says that the file of declared devices cannot be read', async () => {
    const { devices, warnings } = await (await open({}, { devicesFile: path.join(host, 'none.json') })).probe();
    expect(devices).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('none.json')]);
  });
});

describe('handing devices over', () => {
  it('names exactly those that were assigned, and nothing for the processor', async () => {
    const probe = await open(nvidia);
    const uuid = 'GPU-8d0b9f2e-55c1-1f4e-93b0-7a6cf2a4d911';
    expect(probe.accessTo([assigned(uuid), assigned('cpu', 'cpu')])).toEqual({
      ok: true,
      value: [{ kind: 'nvidia', index: 1, uuid }],
    });
    expect(probe.accessTo([])).toEqual({ ok: true, value: [] });
  });

  it('refuses a device that is not there', async () => {
    const answer = (await open(nvidia)).accessTo([assigned('GPU-gone')]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'device-unavailable' } });
  });
});
