import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelKeys, type Preview } from '@enginehouse/contracts';
import { registryImage, testRegistry, type TestRegistry } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { instanceIn, remove } from './support/deployments.js';
import { inspectContainer, pushImage } from './support/docker.js';
import { filesWith } from './support/files-with.js';
import { gpuWorker } from './support/gpu-worker.js';
import { stack } from './support/stack.js';

const canary = 'canary-9b1e44d0-preview';
const mib = 1024 * 1024;

let registry: TestRegistry;
beforeAll(async () => {
  registry = await testRegistry();
});
afterAll(() => registry.close());

const preview = async (body: object) => (await api<Preview>('POST', '/v1/preview', { json: body })).body;

/** Registers a backend with one version of an image. */
async function backendOf(image: string, command: string, more = ''): Promise<string> {
  const name = `${unique('seen')}-custom`;
  const yaml = yamlOf(name, image, command, more);
  const answer = await api('PUT', `/v1/backends/${name}`, { yaml });
  expect(answer.status).toBeLessThan(300);
  return name;
}

const yamlOf = (name: string, image: string, command: string, more = '') => `backend_name: ${name}
health_check_path: /v1/models
default_env: { LEVEL: backend, SPARE_ARGS: '' }
version_configs:
  v1:
    image_name: ${image}
    custom_framework: cpu
    run_command: ${JSON.stringify(command)}
    env: { LEVEL: version }
${more}`;

const modelPath = () => join(stack().dataDir, 'models', 'preview-model.bin');

describe('a preview', () => {
  beforeAll(() => {
    mkdirSync(join(stack().dataDir, 'models'), { recursive: true });
    writeFileSync(modelPath(), 'weights');
  });
  afterAll(() => rmSync(modelPath(), { force: true }));

  it('is what the container is then started with, but for its port', async () => {
    const repository = `${registry.address}/test-engine`;
    await pushImage(stack().testImage, repository, '1');
    const command = testCommand('--model {{model_name}} --answer "{{LEVEL}} {{model_path}}" {{SPARE_ARGS}}');
    const deployment = {
      name: unique('seen'),
      backend: await backendOf(`${repository}:1`, command, 'parameter_format: equal\n'),
      model: { source: 'local_path', path: modelPath() },
      modelName: `team/${unique('seen')}`,
      env: { LEVEL: "deploy's own", SPARE_ARGS: '--word-delay 1' },
      parameters: ['--last-words "two words"'],
      resources: { memoryMib: 128, cpus: 0.5, shmMib: 64 },
    };
    const seen = await preview({ deployment });
    expect(seen.imageNote).toContain('From the registry: sha256:');
    await api('POST', '/v1/deployments', { json: deployment });
    const { containerId } = await instanceIn(deployment.name, 'ready');
    const { Config: real, HostConfig: host, Mounts: mounts } = await inspectContainer(String(containerId));

    const port = real.Labels[labelKeys.port] ?? '';
    const atPort = (word: string) => (word === String(seen.port.container) ? port : word);
    expect(real.Image).toBe(seen.image);
    expect(real.Entrypoint).toEqual(seen.entrypoint);
    expect(real.Cmd).toEqual(seen.argv.map(atPort));
    expect(real.Env.toSorted()).toEqual(seen.environment.map(({ name, value }) => `${name}=${value}`).toSorted());
    expect(real.Labels).toEqual({ ...seen.labels, [labelKeys.port]: port });
    expect(mounts.map(({ Source, Destination, RW }) => [Source, Destination, !RW])).toEqual(
      seen.mounts.map(({ source, target, readOnly }) => [source, target, readOnly]),
    );
    expect(host.PortBindings).toEqual({ [`${port}/tcp`]: [{ HostIp: seen.port.address, HostPort: port }] });
    expect([host.Memory, host.NanoCpus, host.ShmSize]).toEqual([
      (seen.memoryMib ?? 0) * mib,
      (seen.cpus ?? 0) * 1e9,
      seen.shmMib * mib,
    ]);
    expect(seen.placement.worker).toBe(stack().workerName);
    expect(seen.environment).toContainEqual({
      name: 'LEVEL',
      value: "deploy's own",
      origin: 'deployment',
      secret: false,
      overrides: ['backend', 'version'],
    });
    expect(seen.warnings.map(({ code }) => code)).toEqual(['placeholder-splits']);
    await remove(deployment.name);
  });

  it('reckons the GPU memory of a model from its weights, where a worker has them', async () => {
    const worker = await gpuWorker({ weightsMib: 5 });
    try {
      const name = `${unique('seen')}-custom`;
      const yaml = yamlOf(name, 'a.example/img:1', 'run --port {{port}}').replace(
        'custom_framework: cpu',
        'custom_framework: cuda',
      );
      expect((await api('PUT', `/v1/backends/${name}`, { yaml })).status).toBeLessThan(300);
      const flags = ['--model', `local:${worker.folder}`, '--gpus', '2', '--offline'];
      const { out } = await cli(['preview', name, ...flags]);
      expect(out).toContain(`Weights 5 MiB (1 file, on ${worker.name}) × 1.2 + 2 GiB = 2 GiB: 1 GiB on each of 2 GPUs`);
      const { claim } = JSON.parse((await cli(['preview', name, ...flags, '--json'])).out) as Preview;
      expect(claim).toMatchObject({
        gpus: 2,
        gpuMemoryMib: null,
        estimate: { totalMib: 2054, gpuMemoryMibEach: 1027 },
      });
    } finally {
      await worker.leave();
    }
  });

  it('sees the classic, before anything is pulled, and the command line fails where it is to', async () => {
    const image = registryImage({ config: { Entrypoint: ['vllm', 'serve'], Env: ['FROM_IMAGE=1'] } });
    await registry.push('vllm/openai', 'latest', image);
    const reference = `${registry.address}/vllm/openai`;
    const backend = await backendOf(reference, 'vllm serve {{model_path}} --port {{port}}');
    const { code, out, err } = await cli(['preview', backend, '--model', `local:${modelPath()}`, '--strict']);
    expect(code).toBe(1);
    expect(err).toContain('2 warnings: entrypoint-repeated, floating-tag.');
    expect(out).toContain(`  vllm serve vllm serve ${modelPath()} --port`);
    expect(out).toContain('hint: Remove vllm serve from the command.');
    expect(out).toContain(`Today it is ${image.manifest.digest}.`);
    expect(out).toMatch(/FROM_IMAGE +1 +image/);
    expect((await cli(['preview', backend, '--model', modelPath()])).code).toBe(0);
  });

  it('goes without the image where the registry is not to be asked, or has none', async () => {
    const backend = await backendOf(`${registry.address}/nothing/here:1`, 'run --port {{port}}');
    const offline = await cli(['preview', backend, '--offline', '--json']);
    expect(JSON.parse(offline.out)).toMatchObject({ imageFacts: null, argv: ['run', '--port', '40000'], warnings: [] });
    expect(await preview({ deployment: { backend } })).toMatchObject({
      imageFacts: null,
      warnings: [{ code: 'image-not-found' }],
    });
  });

  it('is of an earlier revision, of a backend that is not saved, and says where YAML is wrong', async () => {
    const backend = await backendOf('a.example/img:1', 'first --port {{port}}');
    const { body } = await api<{ revision: number }>('GET', `/v1/backends/${backend}`);
    await api('PUT', `/v1/backends/${backend}`, { yaml: yamlOf(backend, 'a.example/img:1', 'second --port {{port}}') });
    const options = ['--offline', '--json'];
    const old = await cli(['preview', backend, '--revision', String(body.revision), ...options]);
    expect(JSON.parse(old.out)).toMatchObject({ revision: body.revision, argv: ['first', '--port', '40000'] });

    const unsaved = yamlOf(backend, 'a.example/img:1', 'third --port {{port}}');
    const third = await cli(['preview', '--definition', '-', ...options], { input: unsaved });
    expect(JSON.parse(third.out)).toMatchObject({ revision: null, argv: ['third', '--port', '40000'] });
    const wrong = await cli(['preview', '--definition', '-'], { input: unsaved.replace('{{port}}', '{{prot}}') });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('hint: Did you mean {{port}}?') as string });
    expect(wrong.err).toMatch(/\n {2}8:18: /);
  });

  it('holds no secret, and leaves none anywhere', async () => {
    const backend = await backendOf('a.example/img:1', 'run --port {{port}}');
    const deployment = { backend, runCommand: 'run --port {{port}} --token {{HF_TOKEN}}' };
    const unfilled = await refused('POST', '/v1/preview', { json: { deployment } });
    expect(unfilled).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'unknown-placeholder', path: ['deployment', 'runCommand'] }] },
    });
    const seen = await preview({ deployment: { ...deployment, env: { HF_TOKEN: canary } }, offline: true });
    expect(seen.shellCommand).toBe("run --port 40000 --token '********'");
    expect(seen.environment).toContainEqual(
      expect.objectContaining({ name: 'HF_TOKEN', value: '********', origin: 'deployment', secret: true }),
    );
    expect(JSON.stringify(seen)).not.toContain(canary);
    expect(filesWith(canary)).toEqual([]);
  });

  it('is for viewers, and for nobody without a token', async () => {
    const made = await api<{ token: string }>('POST', '/v1/tokens', { json: { name: unique('eye'), role: 'viewer' } });
    const backend = await backendOf('a.example/img:1', 'run --port {{port}}');
    const json = { deployment: { backend }, offline: true };
    expect((await api('POST', '/v1/preview', { json, token: made.body.token })).status).toBe(200);
    expect((await refused('POST', '/v1/preview', { json, token: 'nobody' })).status).toBe(401);
  });
});
