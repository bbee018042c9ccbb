import type { ContainerPlan } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { gpuIdsOf, mountsOf, renderContainer } from './render-container.js';
import { bindAddressOf, publishAddressOf } from './worker-network.js';

const device = (index: number) => ({ index, uuid: `GPU-${index}`, vendor: 'nvidia', claimMib: 1 });

const plan: ContainerPlan = {
  image: 'img:1',
  entrypoint: ['serve'],
  command: '{{model_path}} --name {{model_name}} --host {{worker_ip}} --port {{port}} --gpus {{gpu_count}}:{{gpu_ids}}',
  parameters: ['--x'],
  env: {},
  model: { name: 'a b', hostPath: '/models/tiny', containerPath: '/models/tiny' },
  devices: [device(2), device(5)],
  framework: 'cuda',
  profile: 'baseline',
  shmMib: 64,
  health: { path: '/health', startupTimeoutSeconds: 10 },
  restart: { maxRestarts: 1 },
};

describe('a container of a plan', () => {
  it('is rendered with what the worker adds to it', () => {
    const rendered = renderContainer(plan, { port: 40_001, workerIp: '10.0.0.5', gpuIds: [0, 1] });
    const argv = '/models/tiny|--name|a b|--host|0.0.0.0|--port|40001|--gpus|2:0,1|--x'.split('|');
    expect(rendered).toEqual({ ok: true, value: { entrypoint: ['serve'], argv } });
  });

  it('binds to the address of the worker in the network of the host', () => {
    const onHost = { ...plan, profile: 'host-network' } as const;
    const rendered = renderContainer(onHost, { port: 1, workerIp: '10.0.0.5', gpuIds: [] });
    expect(rendered.ok && rendered.value.argv).toContain('10.0.0.5');
    expect(bindAddressOf('host-network', '10.0.0.5')).toBe('10.0.0.5');
    expect(bindAddressOf('baseline', '10.0.0.5')).toBe('0.0.0.0');
  });

  it('numbers its devices from zero where only they are handed over', () => {
    expect(gpuIdsOf(plan.devices, true)).toEqual([0, 1]);
    expect(gpuIdsOf(plan.devices, false)).toEqual([2, 5]);
  });

  it('may only read its model', () => {
    expect(mountsOf(plan)).toEqual([{ source: '/models/tiny', target: '/models/tiny', readOnly: true }]);
    expect(mountsOf({ model: { name: 'x', hostPath: null, containerPath: null } })).toEqual([]);
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.2', '127.0.0.2'],
  ['localhost', '127.0.0.1'],
  ['10.0.0.5', '127.0.0.1'],
  ['::1', '::1'],
])('publishes ports of a worker at %s on %s', (worker, published) => {
  expect(publishAddressOf(worker)).toBe(published);
});
