import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemOf, type Preview } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

const seen: Preview = {
  backend: 'vLLM',
  revision: 37,
  version: '0.29.0',
  versionReason: 'default version of vLLM',
  framework: 'cuda',
  image: 'vllm/vllm-openai:v0.29.0',
  imageOrigin: 'version',
  entrypoint: ['vllm', 'serve'],
  entrypointOrigin: 'image',
  argv: ['vllm', 'serve', '/models/my model'],
  commandOrigin: 'backend',
  shellCommand: "vllm serve vllm serve '/models/my model'",
  environment: [
    { name: 'HF_TOKEN', value: '********', origin: 'deployment', secret: true, overrides: ['image', 'backend'] },
    { name: 'PATH', value: '/bin', origin: 'image', secret: false, overrides: [] },
  ],
  mounts: [{ source: '/models/my model', target: '/models/my model', readOnly: true }],
  port: { container: 40_000, address: '127.0.0.1', provisional: true },
  devices: [{ index: 1, uuid: 'GPU-1', vendor: 'nvidia', claimMib: 24_576 }],
  labels: { 'enginehouse.io/instance': 'preview-1' },
  securityProfile: 'baseline',
  network: 'own',
  memoryMib: null,
  cpus: 2,
  shmMib: 10_240,
  healthCheckPath: '/health',
  claim: { gpus: 1, gpuMemoryMib: null, memoryMib: 0, cpus: 2 },
  placement: {
    worker: 'gpu-1',
    reason: 'placed on gpu-1',
    explanation: {
      outcome: 'placed',
      text: 'placed on gpu-1',
      strategy: 'spread',
      considered: 1,
      rejected: [],
      candidates: [],
    },
  },
  imageFacts: null,
  imageNote: 'From the registry: sha256:1.',
  warnings: [{ code: 'entrypoint-repeated', detail: 'It says it twice.', hint: 'Remove vllm serve.' }],
  notes: ['Port 40000 is provisional.'],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enginehouse-preview-'));
  api.on('POST /v1/preview', { json: seen });
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('preview', () => {
  it('shows the container part by part, and what to look at in the end', async () => {
    const { status, stdout } = await api.run('preview vLLM');
    expect(status).toBe(0);
    expect(stdout).toBe(`Container
Backend:       vLLM@37
Version:       0.29.0 (default version of vLLM)
Image:         vllm/vllm-openai:v0.29.0 (cuda, of the version)
               From the registry: sha256:1.
Entrypoint:    vllm serve (of the image)
Worker:        gpu-1
               placed on gpu-1
Port:          40000 on 127.0.0.1 (provisional)
Network:       its own
Profile:       baseline
Devices:       nvidia 1, 24576 MiB (GPU-1)
Mounts:        /models/my model at /models/my model, read-only
Limits:        no limit of memory, 2 CPUs, 10240 MiB shared memory
Health check:  /health

Arguments (of the backend)
  vllm
  serve
  '/models/my model'

As typed into a shell
  vllm serve vllm serve '/models/my model'

Environment
VARIABLE  VALUE     FROM        REPLACES
HF_TOKEN  ********  deployment  image, backend
PATH      /bin      image

Labels
  enginehouse.io/instance=preview-1

Notes
  Port 40000 is provisional.

Warnings (1)
  entrypoint-repeated: It says it twice.
    hint: Remove vllm serve.
`);
  });

  it('says what memory the weights may need, and how that comes about', async () => {
    const estimate = { worker: 'gpu-1', weightsBytes: 15_247_000_000, files: 5, factor: 1.2, extraMib: 2048 };
    const show = async (gpus: number, gpuMemoryMibEach: number) => {
      const claim = { ...seen.claim, gpus, estimate: { ...estimate, totalMib: 19_497, gpuMemoryMibEach } };
      api.on('POST /v1/preview', { json: { ...seen, claim } });
      return (await api.run('preview vLLM')).stdout;
    };
    const sum = 'GPU memory:    Weights 14.2 GiB (5 files, on gpu-1) × 1.2 + 2 GiB = 19 GiB';
    expect(await show(2, 9749)).toContain(`${sum}: 9.5 GiB on each of 2 GPUs\n`);
    expect(await show(1, 19_497)).toContain(`${sum} on 1 GPU\n`);
  });

  it('asks with the flags that a deployment has', async () => {
    await api.run(
      'preview vLLM --name chat --version 0.29.0 --model local:/models/x --gpus 1 -e A=b -p --x=1 --revision 37 -w gpu-1 --offline',
    );
    expect(JSON.parse(api.last().body)).toEqual({
      deployment: {
        name: 'chat',
        backend: 'vLLM',
        version: '0.29.0',
        model: { source: 'local_path', path: '/models/x' },
        env: { A: 'b' },
        parameters: ['--x=1'],
        resources: { gpus: 1 },
      },
      revision: 37,
      worker: 'gpu-1',
      offline: true,
    });
  });

  it('takes the deployment and a backend that is not saved from files', async () => {
    const draft = file('draft.json', JSON.stringify({ backend: 'mine-custom', replicas: 2 }));
    const yaml = 'backend_name: mine-custom\n';
    await api.run(`preview -f ${draft} --replicas 3 --definition ${file('backend.yaml', yaml)}`);
    expect(JSON.parse(api.last().body)).toEqual({ deployment: { backend: 'mine-custom', replicas: 3 }, yaml });
    await api.run(`preview --definition ${file('backend.json', '{"backend_name":"mine-custom"}')}`);
    expect(JSON.parse(api.last().body)).toEqual({ deployment: {}, definition: { backend_name: 'mine-custom' } });
  });

  it('fails for warnings only where that was asked for', async () => {
    const { status, stdout, stderr } = await api.run('preview vLLM --strict');
    expect([status, stderr]).toEqual([1, expect.stringContaining('1 warning: entrypoint-repeated.')]);
    expect(stdout).toContain('Warnings (1)');
    api.on('POST /v1/preview', { json: { ...seen, warnings: [] } });
    expect((await api.run('preview vLLM --strict')).status).toBe(0);
  });

  it('prints the answer as it is', async () => {
    const { stdout } = await api.run('preview vLLM --json');
    expect(JSON.parse(stdout)).toEqual(seen);
  });

  it('needs a backend, and tells the fields that are wrong', async () => {
    expect(await api.run('preview')).toMatchObject({ status: 2, stderr: expect.stringContaining('needs a backend') });
    const path = ['yaml', 'version_configs', 'v1', 'run_command'];
    const errors = [{ code: 'x', path, detail: 'Nothing fills {{prot}}.', hint: 'Did you mean {{port}}?', line: 3 }];
    api.on('POST /v1/preview', { status: 422, json: problemOf('invalid-yaml', 'line 3', { errors }) });
    const { status, stderr } = await api.run('preview vLLM');
    expect(status).toBe(1);
    expect(stderr).toContain('Did you mean {{port}}?');
  });
});
