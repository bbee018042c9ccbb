import { describe, expect, it } from 'vitest';
import { deploymentSpec } from '@enginehouse/contracts';
import type { Io } from '../../io.js';
import { deploymentFrom } from './deployment-from.js';
import { parseModel } from './parse-model.js';

const io = (stdin = '') => ({ readStdin: () => Promise.resolve(stdin) }) as unknown as Io;

describe('a deployment from flags', () => {
  it('holds what was said, and nothing else, as the API takes it', async () => {
    const spec = await deploymentFrom(io(), 'chat', {
      backend: 'SGLang',
      model: '/models/qwen',
      replicas: 2,
      param: ['--tp-size=2'],
      env: { A: 'b' },
      gpus: 2,
      gpuMemory: 16_384,
      cpus: 0.5,
      strategy: 'binpack',
      label: { zone: 'a' },
      image: 'my/engine:1',
    });
    expect(spec).toEqual({
      name: 'chat',
      backend: 'SGLang',
      model: { source: 'local_path', path: '/models/qwen' },
      replicas: 2,
      parameters: ['--tp-size=2'],
      env: { A: 'b' },
      resources: { gpus: 2, gpuMemoryMib: 16_384, cpus: 0.5 },
      placement: { strategy: 'binpack', workerLabels: { zone: 'a' } },
      imageName: 'my/engine:1',
    });
    expect(deploymentSpec.safeParse(spec).success).toBe(true);
  });

  it('needs a name and a backend', async () => {
    await expect(deploymentFrom(io(), undefined, { backend: 'vLLM' })).rejects.toThrow('a name');
    await expect(deploymentFrom(io(), 'x', {})).rejects.toThrow('a backend');
  });
});

describe('a deployment from a file', () => {
  const file = JSON.stringify({
    name: 'from-file',
    backend: 'vLLM',
    replicas: 1,
    env: { A: '1', B: '2' },
    resources: { gpus: 1, memoryMib: 100 },
    placement: { strategy: 'spread', workerLabels: { zone: 'a' } },
  });

  it('gives way to flags, field by field', async () => {
    const options = { file: '-', replicas: 3, env: { B: '3' }, gpus: 2, label: { rack: '7' } };
    await expect(deploymentFrom(io(file), undefined, options)).resolves.toEqual({
      name: 'from-file',
      backend: 'vLLM',
      replicas: 3,
      env: { A: '1', B: '3' },
      resources: { gpus: 2, memoryMib: 100 },
      placement: { strategy: 'spread', workerLabels: { zone: 'a', rack: '7' } },
    });
  });

  it.each(['[]', '"x"', 'backend: vLLM'])('is a JSON object, not %j', async (text) => {
    await expect(deploymentFrom(io(text), 'x', { file: '-' })).rejects.toThrow('not a JSON object');
  });

  it('is named where it is empty', async () => {
    await expect(deploymentFrom(io(''), 'x', { file: '-' })).rejects.toThrow('standard input is empty.');
  });
});

it.each([
  ['/models/x', { source: 'local_path', path: '/models/x' }],
  ['local:/models/x', { source: 'local_path', path: '/models/x' }],
  ['hf:Qwen/Qwen3-0.6B', { source: 'huggingface', repo: 'Qwen/Qwen3-0.6B' }],
  ['hf:a/b@main', { source: 'huggingface', repo: 'a/b', revision: 'main' }],
  ['ms:a/b', { source: 'modelscope', repo: 'a/b' }],
])('reads %s as a model source', (text, model) => {
  expect(parseModel(text)).toEqual(model);
});

it.each(['models/x', 'local:x', 'gh:a/b', 'hf:', 'constructor:x'])('does not take %j for a model source', (text) => {
  expect(() => parseModel(text)).toThrow('--model');
});
