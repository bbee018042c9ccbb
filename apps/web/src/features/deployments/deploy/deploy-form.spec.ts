import { deploymentSpec } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { emptyForm, specOf, type DeployForm } from './deploy-form.js';

const spec = (form: Partial<DeployForm>) => specOf({ ...emptyForm, name: 'tiny', ...form }, { backend: 'vLLM' });

describe('the wish of the form', () => {
  it('holds only what was said', () => expect(spec({})).toEqual({ name: 'tiny', backend: 'vLLM', replicas: 1 }));

  it('is one that the api takes, with every field', () => {
    const all = spec({
      modelName: 'team/tiny',
      model: '/models/tiny',
      parameters: ['--a 1', ' '],
      env: [
        { name: 'HF_HOME', value: '' },
        { name: '', value: 'lost' },
      ],
      replicas: '2',
      gpus: '2',
      gpuMemory: '16 GiB',
      memory: '1',
      cpus: '0.5',
      sharedMemory: '512M',
      strategy: 'binpack',
      labels: ['zone=a=b'],
      devices: [{ worker: 'w', index: 1 }],
      imageName: ' my/engine:1 ',
      runCommand: 'serve',
      framework: 'cuda',
      healthCheckPath: '/health',
      securityProfile: 'restricted',
      startupTimeout: '60',
      maxRestarts: '0',
    });
    expect(deploymentSpec.parse(all)).toEqual({ ...all });
    expect(all).toMatchObject({
      model: { source: 'local_path', path: '/models/tiny' },
      parameters: ['--a 1'],
      env: { HF_HOME: '' },
      resources: { gpus: 2, gpuMemoryMib: 16_384, memoryMib: 1024, cpus: 0.5, shmMib: 512 },
      placement: { strategy: 'binpack', workerLabels: { zone: 'a=b' }, gpus: [{ worker: 'w', index: 1 }] },
      imageName: 'my/engine:1',
      maxRestarts: 0,
    });
  });

  it('names a repository and its revision where weights come from a hub', () => {
    const model = spec({ source: 'huggingface', model: 'a/b', modelRevision: 'main' }).model;
    expect(model).toEqual({ source: 'huggingface', repo: 'a/b', revision: 'main' });
  });

  it('keeps the choice of no GPU by hand, and none of them per replica', () => {
    expect(spec({ devices: [] }).placement).toEqual({ gpus: [] });
    expect(spec({ gpus: '0' }).resources).toEqual({ gpus: 0 });
  });

  it('lets the schema say what cannot be read', () => {
    const { error } = deploymentSpec.safeParse(spec({ replicas: 'many', memory: 'much', name: 'No Name' }));
    const paths = error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['replicas', 'resources.memoryMib', 'name']));
  });
});
