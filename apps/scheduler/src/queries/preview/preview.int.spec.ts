import { catalog, err, ok, problemOf, scheduling, type ImageFacts } from '@enginehouse/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { definitionOf, gpu } from '../../testing/builders.js';
import { SchedulersUnderTest } from '../../testing/schedulers-under-test.contract.js';

const digest = `sha256:${'b'.repeat(64)}`;
const factsOf = (image: string): ImageFacts => ({
  image,
  digest,
  platforms: ['linux/amd64'],
  entrypoint: ['vllm', 'serve'],
  command: null,
  workingDirectory: null,
  user: null,
  env: { PATH: '/bin' },
  exposedPorts: [],
  labels: {},
  sizeBytes: 0,
  createdAt: null,
});

describe('previews of the scheduler', () => {
  let all: SchedulersUnderTest;
  let asked: string[] = [];
  beforeAll(async () => {
    all = await SchedulersUnderTest.prepare();
    all.client.serve(catalog.inspectImage, async ({ image }) => {
      asked.push(image);
      if (image.startsWith('gone')) return err(problemOf('image-not-found', `no ${image}`));
      return image.startsWith('private') ? err(problemOf('registry-denied', 'not for you')) : ok(factsOf(image));
    });
    await all.leading();
    await all.join('w1');
  });
  afterAll(() => all.end());
  beforeEach(() => {
    asked = [];
  });

  const deployment = { backend: 'echo-custom' };

  it('know the image from its registry, without pulling it', async () => {
    const runCommand = 'vllm serve --port {{port}}';
    const seen = await all.ask(scheduling.preview, { deployment: { ...deployment, runCommand } });
    expect(asked).toEqual(['echo:1.0']);
    expect(seen).toMatchObject({
      backend: 'echo-custom',
      revision: 7,
      shellCommand: 'vllm serve vllm serve --port 40000',
      imageNote: `From the registry: ${digest}.`,
      warnings: [{ code: 'entrypoint-repeated' }],
      placement: { worker: 'w1' },
    });
    expect(await all.states()).toEqual([]);
  });

  it('do without the registry where they are told to, or where it says nothing', async () => {
    const offline = await all.ask(scheduling.preview, { deployment, offline: true });
    expect(offline).toMatchObject({ imageFacts: null, imageNote: 'The registry was not asked (offline).' });
    expect(asked).toEqual([]);
    const withImage = (imageName: string) => all.ask(scheduling.preview, { deployment: { ...deployment, imageName } });
    expect(await withImage('private:1')).toMatchObject({
      imageFacts: null,
      imageNote: 'Nothing is known about the image: not for you',
      warnings: [],
    });
    expect(await withImage('gone:1')).toMatchObject({ warnings: [{ code: 'image-not-found' }] });
  });

  it('are of a definition that is not saved, once it is right', async () => {
    const definition = definitionOf({ backend_name: 'new-custom', default_run_command: 'go --port {{port}}' });
    expect(await all.ask(scheduling.preview, { deployment: {}, definition })).toMatchObject({
      backend: 'new-custom',
      revision: null,
      argv: ['go', '--port', '40000'],
    });
    const wrong = { ...definition, backend_name: 'new', default_run_command: 'go {{prot}}' };
    expect(await all.refusal(scheduling.preview, { deployment: {}, definition: wrong })).toMatchObject({
      code: 'invalid-definition',
      errors: [
        { code: 'name-suffix-required', path: ['definition', 'backend_name'] },
        { code: 'unknown-placeholder', path: ['definition', 'default_run_command'], hint: 'Did you mean {{port}}?' },
      ],
    });
  });

  it('know what a worker says about the weights, and do without it where none does', async () => {
    const definition = definitionOf({
      versions: [{ name: '1', images: [{ framework: 'cuda', image_name: 'gpu:1' }] }],
    });
    const wish = { model: { source: 'local_path', path: '/models/tiny' }, resources: { gpus: 2 } } as const;
    const estimate = async () =>
      (await all.ask(scheduling.preview, { deployment: wish, definition, offline: true })).claim.estimate;
    const worker = await all.join('gpu-1', { devices: [gpu(0), gpu(1)], frameworks: ['cuda'] });
    expect(await estimate()).toBeNull();
    worker.hasWeights({ weightsBytes: 10 * 1024 ** 3, files: 5 });
    await expect.poll(estimate).toEqual({
      worker: 'gpu-1',
      weightsBytes: 10 * 1024 ** 3,
      files: 5,
      factor: 1.2,
      extraMib: 2048,
      totalMib: 14_336,
      gpuMemoryMibEach: 7168,
    });
    const onCpu = await all.ask(scheduling.preview, {
      deployment: { ...deployment, model: wish.model },
      offline: true,
    });
    expect(onCpu.claim.estimate).toBeNull();
  });

  it.each([
    ['no backend', { deployment: {} }, 'invalid-input', ['deployment', 'backend']],
    ['a backend that is not there', { deployment: { backend: 'x' } }, 'backend-not-found', ['deployment', 'backend']],
    [
      'two backends',
      { deployment, definition: definitionOf({ backend_name: 'y-custom' }) },
      'invalid-input',
      ['deployment', 'backend'],
    ],
    [
      'a revision of what is not saved',
      { deployment: {}, definition: definitionOf(), revision: 3 },
      'invalid-input',
      ['revision'],
    ],
    ['a worker that is not there', { deployment, worker: 'w9' }, 'worker-not-found', ['worker']],
    [
      'a version that is not there',
      { deployment: { ...deployment, version: '9' } },
      'version-not-found',
      ['deployment', 'version'],
    ],
  ])('are refused for %s', async (_what, input, code, path) => {
    expect(await all.refusal(scheduling.preview, input)).toMatchObject({ code, errors: [{ path }] });
    expect(asked).toEqual([]);
  });
});
