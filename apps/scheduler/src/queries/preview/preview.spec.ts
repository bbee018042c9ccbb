import { renderContainer, splitCommand } from '@enginehouse/backend-spec';
import {
  labelKeys,
  previewInput,
  type ImageFacts,
  type Preview,
  type RunnableDefinition,
} from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { definitionOf, gpu, specOf } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { notAsked, type ImageAnswer } from './image-answer.js';
import type { PreviewBackend } from './preview-backend.js';
import { previewDraft } from './preview-draft.js';
import { previewView } from './preview-view.js';

const settings = {
  installation: 'test',
  grants: [{ backend: 'echo-custom', version: '*', profile: 'host-network' }],
} as const;

type Spec = Parameters<typeof specOf>[0];
interface Asked {
  readonly definition?: RunnableDefinition;
  readonly revision?: number | null;
  readonly worker?: string;
  readonly image?: ImageAnswer;
}

function draftOf(log: TestLog, spec: Spec, { definition = definitionOf(), revision = 7, worker }: Asked = {}) {
  const backend: PreviewBackend = { backend: definition.backend_name, source: 'custom', revision, definition };
  return previewDraft(log.state, { spec: specOf(spec), backend, worker }, settings);
}

function previewOf(log: TestLog, spec: Spec = {}, asked: Asked = {}): Preview {
  const draft = draftOf(log, spec, asked);
  const view = draft.ok ? previewView(draft.value, asked.image ?? notAsked) : draft;
  if (!view.ok) throw new Error(`${view.error.detail} ${JSON.stringify(view.error.errors)}`);
  return view.value;
}

function refusalOf(log: TestLog, spec: Spec, asked: Asked = {}) {
  const draft = draftOf(log, spec, asked);
  if (draft.ok) throw new Error('was not refused');
  return draft.error;
}

const facts: ImageFacts = {
  image: 'echo:1.0',
  digest: `sha256:${'a'.repeat(64)}`,
  platforms: ['linux/amd64'],
  entrypoint: ['echo', 'serve'],
  command: ['--help'],
  workingDirectory: null,
  user: null,
  env: { PATH: '/bin', LEVEL: 'image', API_KEY: 'of-the-image' },
  exposedPorts: [],
  labels: {},
  sizeBytes: 0,
  createdAt: null,
};
const known: ImageAnswer = { facts, note: 'known', warnings: [] };
const codes = ({ warnings }: Preview) => warnings.map(({ code }) => code);
const oneWorker = () => new TestLog().worker('w1', { address: '10.0.0.7' });

const rich = definitionOf({
  default_run_command: '{{model_path}} --name {{model_name}} --host {{worker_ip}} --port {{port}} --level {{LEVEL}}',
  default_env: { LEVEL: 'backend', ONLY: 'backend' },
  versions: [{ name: '1.0', images: [{ framework: 'cpu', image_name: 'echo:1.0' }], env: { LEVEL: 'version' } }],
});
const model = { source: 'local_path', path: '/models/tiny' } as const;

describe('a preview', () => {
  it('is what a real instance then gets', () => {
    const log = oneWorker();
    const spec: Spec = {
      model,
      env: { LEVEL: 'mine' },
      parameters: ['--x 1'],
      resources: { memoryMib: 64, cpus: 0.5 },
    };
    const seen = previewOf(log, spec, { definition: rich });
    log.deployment(spec, rich);
    const placed = log.events.find((event) => event.type === 'InstancePlaced');
    if (placed?.type !== 'InstancePlaced') throw new Error('was not placed');
    const { plan, planDigest, version, versionReason, worker, explanation } = placed.data;
    const real = renderContainer(plan, { port: seen.port.container, workerIp: '0.0.0.0', gpuIds: [] });
    expect(real).toEqual({ ok: true, value: { entrypoint: seen.entrypoint, argv: seen.argv } });
    expect(Object.fromEntries(seen.environment.map((each) => [each.name, each.value]))).toEqual(plan.env);
    expect(seen).toMatchObject({
      image: plan.image,
      version,
      versionReason,
      framework: plan.framework,
      memoryMib: plan.memoryMib,
      cpus: plan.cpus,
      shmMib: plan.shmMib,
      healthCheckPath: plan.health.path,
      placement: { worker, reason: explanation.text },
      claim: { gpus: 0, gpuMemoryMib: null, memoryMib: 64, cpus: 0.5 },
    });
    expect(seen.labels).toMatchObject({
      [labelKeys.instance]: placed.streamId.replace('instance:', ''),
      [labelKeys.specDigest]: planDigest,
    });
  });

  it('shows everything, and where each value comes from', () => {
    expect(previewOf(oneWorker(), { model, env: { LEVEL: 'mine' } }, { definition: rich, image: known })).toMatchObject(
      {
        backend: 'echo-custom',
        revision: 7,
        version: '1.0',
        image: 'echo:1.0',
        imageOrigin: 'version',
        entrypoint: ['echo', 'serve'],
        entrypointOrigin: 'image',
        argv: '/models/tiny --name demo --host 0.0.0.0 --port 40000 --level mine'.split(' '),
        commandOrigin: 'backend',
        shellCommand: 'echo serve /models/tiny --name demo --host 0.0.0.0 --port 40000 --level mine',
        environment: [
          { name: 'PATH', value: '/bin', origin: 'image', secret: false, overrides: [] },
          {
            name: 'LEVEL',
            value: 'mine',
            origin: 'deployment',
            secret: false,
            overrides: ['image', 'backend', 'version'],
          },
          { name: 'API_KEY', value: '********', origin: 'image', secret: true, overrides: [] },
          { name: 'ONLY', value: 'backend', origin: 'backend', secret: false, overrides: [] },
        ],
        mounts: [{ source: '/models/tiny', target: '/models/tiny', readOnly: true }],
        port: { container: 40_000, address: '127.0.0.1', provisional: true },
        devices: [],
        labels: { [labelKeys.installation]: 'test', [labelKeys.worker]: 'w1', [labelKeys.instance]: 'demo-1' },
        network: 'own',
        placement: { worker: 'w1', reason: expect.stringContaining('placed on w1') as string },
        imageFacts: { digest: facts.digest, env: { API_KEY: '********' } },
        warnings: [],
      },
    );
  });

  it('runs the command of the image where nothing else is set, and drops it with its entrypoint', () => {
    const bare = definitionOf({ default_run_command: '' });
    expect(previewOf(oneWorker(), {}, { definition: bare, image: known })).toMatchObject({
      argv: ['--help'],
      commandOrigin: 'image',
      shellCommand: 'echo serve --help',
      warnings: [{ code: 'no-port' }],
    });
    const own = definitionOf({ default_run_command: '', default_entrypoint: 'mine' });
    expect(previewOf(oneWorker(), {}, { definition: own, image: known })).toMatchObject({
      argv: [],
      entrypoint: ['mine'],
    });
  });

  it('does without the image where it is not known', () => {
    const seen = previewOf(oneWorker());
    expect(seen).toMatchObject({ entrypoint: null, entrypointOrigin: 'image', imageFacts: null });
    expect(seen.imageNote).toContain('not asked');
    expect(splitCommand(seen.shellCommand)).toEqual({ ok: true, value: seen.argv });
  });

  it('takes the devices that placement would take now, numbered as in the container', () => {
    const definition = definitionOf({
      default_run_command: '--port {{port}} --tp {{gpu_count}} --ids {{gpu_ids}}',
      versions: [{ name: '1.0', images: [{ framework: 'cuda', image_name: 'echo:1.0' }] }],
    });
    const log = new TestLog().worker('w1', { devices: [gpu(0), gpu(1), gpu(2)] });
    log.deployment({ name: 'other' }, definition);
    const seen = previewOf(log, { resources: { gpus: 2 } }, { definition, image: known });
    expect(seen.argv).toEqual(['--port', '40000', '--tp', '2', '--ids', '0,1']);
    expect(seen.devices.map(({ uuid }) => uuid)).toEqual(['GPU-1', 'GPU-2']);
    expect(seen.environment.at(-1)).toMatchObject({
      name: 'NVIDIA_VISIBLE_DEVICES',
      value: 'GPU-1,GPU-2',
      origin: 'worker',
    });
  });

  it('says what is unknown where nothing fits, and why nothing does', () => {
    const definition = definitionOf({
      default_run_command: '--host {{worker_ip}} --port {{port}} --tp {{gpu_count}} --ids {{gpu_ids}}',
      versions: [{ name: '1.0', images: [{ framework: 'cuda', image_name: 'echo:1.0' }] }],
    });
    const seen = previewOf(oneWorker(), { resources: { gpus: 2 }, securityProfile: 'host-network' }, { definition });
    expect(seen.argv).toEqual(
      '--host|<worker_ip: unknown>|--port|40000|--tp|2|--ids|<gpu: unknown>,<gpu: unknown>'.split('|'),
    );
    expect(seen).toMatchObject({
      claim: { gpus: 2, gpuMemoryMib: null, memoryMib: 0, cpus: 0, estimate: null },
      placement: {
        worker: null,
        reason: 'no worker with framework cuda: 1 worker, 1 without cuda (w1: has cpu)',
        explanation: {
          rejected: [{ code: 'framework-missing', count: 1, workers: [{ worker: 'w1', detail: 'has cpu' }] }],
        },
      },
      port: { address: '<worker: unknown>' },
      labels: { [labelKeys.worker]: '<worker: unknown>' },
    });
    expect(previewOf(new TestLog()).placement).toMatchObject({ worker: null, reason: 'no worker has joined yet' });
  });

  it('is made for the named worker, and says why it cannot be there', () => {
    const log = oneWorker().worker('w2', { cpus: 1 });
    expect(previewOf(log, {}, { worker: 'w2' }).placement.worker).toBe('w2');
    const { placement } = previewOf(log, { resources: { cpus: 4 } }, { worker: 'w2' });
    expect(placement).toMatchObject({
      worker: null,
      reason: expect.stringContaining('w2: 1 of 1 CPUs free') as string,
    });
    expect(refusalOf(log, {}, { worker: 'w9' })).toMatchObject({
      code: 'worker-not-found',
      errors: [{ path: ['worker'] }],
    });
  });

  it('of a deployment that exists is of its next replica', () => {
    const log = oneWorker().deployment({ replicas: 2 });
    const seen = previewOf(log);
    expect(seen.labels[labelKeys.instance]).toBe('demo-3');
    expect(seen.notes.join('\n')).toContain('There is a deployment demo');
  });

  it('changes nothing', () => {
    const log = oneWorker();
    const before = [log.events.length, log.state.position, JSON.stringify(log.state.ledger.usageOf('w1'))];
    previewOf(log, { resources: { memoryMib: 1000 } });
    expect([log.events.length, log.state.position, JSON.stringify(log.state.ledger.usageOf('w1'))]).toEqual(before);
  });
});

describe('a secret', () => {
  const definition = definitionOf({
    default_run_command: 'serve --port {{port}} --token {{HF_TOKEN}} "--key={{API_KEY}}" {{TWO_SECRET}}',
    default_env: { API_KEY: 'plain-canary', TWO_SECRET: 'first-canary second-canary', HF_TOKEN: '' },
  });

  it('is nowhere in it: not in the environment, the arguments or the command', () => {
    const env = { HF_TOKEN: 'sealed:v1:canary' };
    const seen = previewOf(oneWorker(), { env }, { definition, image: known });
    expect(JSON.stringify(seen)).not.toMatch(/canary|sealed:/);
    expect(seen.argv.slice(3)).toEqual(['--token', '********', '--key=********', '********', '********']);
    expect(seen.environment.filter(({ secret }) => secret).map(({ value }) => value)).toEqual(
      Array.from({ length: 3 }, () => '********'),
    );
  });

  it('that is several words is counted, and an empty one is seen', () => {
    const empty = previewOf(oneWorker(), {}, { definition });
    expect(empty.warnings).toMatchObject([
      { code: 'option-without-value', detail: expect.stringContaining('--token') as string },
      { code: 'placeholder-splits', detail: expect.stringContaining('{{TWO_SECRET}} becomes 2') as string },
    ]);
  });

  it('of the deployment makes the digest one that no container will have, which is said', () => {
    expect(previewOf(oneWorker(), { env: { HF_TOKEN: '********' } }).notes.join('\n')).toContain(
      'covers HF_TOKEN as sealed',
    );
  });
});

describe('what a preview refuses and what it only warns about', () => {
  it('an image that runs already what the command says again', () => {
    const definition = definitionOf({ default_run_command: 'echo serve --port {{port}}' });
    expect(codes(previewOf(oneWorker(), {}, { definition, image: known }))).toEqual(['entrypoint-repeated']);
    expect(codes(previewOf(oneWorker(), {}, { definition }))).toEqual([]);
  });

  it('a model that is missing, or that nobody can fetch', () => {
    const missing = previewOf(oneWorker(), {}, { definition: rich });
    expect(missing.argv[0]).toBe('<model_path: unknown>');
    expect(missing.warnings).toMatchObject([
      { code: 'model-required', detail: expect.stringContaining('would be refused') as string },
    ]);
    const hub = { source: 'huggingface', repo: 'a/b' } as const;
    expect(codes(previewOf(oneWorker(), { model: hub }, { definition: rich }))).toEqual(['model-source-unavailable']);
    expect(previewOf(oneWorker(), { model: hub }, { definition: rich }).warnings).toMatchObject([{ refuses: true }]);
  });

  it('a name that is taken, which is a refusal only for whoever means a new deployment', () => {
    const log = oneWorker().deployment({ name: 'other' });
    const seen = previewOf(log, { name: 'other' });
    expect(codes(seen)).toEqual([]);
    expect(seen.nameTaken).toMatchObject({
      code: 'name-taken',
      detail: 'There is a deployment other already. Creating the deployment would be refused.',
    });
    expect(previewOf(log, { name: 'another' }).nameTaken).toBeUndefined();
  });

  it('a model name that other clients use already', () => {
    const log = oneWorker().deployment({ name: 'other', modelName: 'org/m' });
    const seen = previewOf(log, { modelName: 'org/m' });
    expect(seen.warnings).toMatchObject([{ detail: expect.stringContaining('would be refused') as string }]);
    expect(codes(previewOf(log, { name: 'other', modelName: 'org/m' }))).toEqual([]);
  });

  it('what a creation refuses, at the field of the input', () => {
    const log = oneWorker();
    expect(refusalOf(log, { version: '9' })).toMatchObject({
      code: 'version-not-found',
      errors: [{ path: ['deployment', 'version'] }],
    });
    expect(refusalOf(log, { runCommand: 'serve {{prot}}' })).toMatchObject({
      errors: [{ code: 'unknown-placeholder', path: ['deployment', 'runCommand'], hint: 'Did you mean {{port}}?' }],
    });
    const definition = definitionOf({ default_run_command: 'serve {{prot}}' });
    const errors = (revision: number | null) => refusalOf(log, {}, { definition, revision }).errors;
    expect(errors(null)).toMatchObject([{ path: ['definition', 'default_run_command'] }]);
    expect(errors(7)).toMatchObject([{ path: ['deployment', 'backend', 'default_run_command'] }]);
  });
});

it('needs of a deployment only what is written', () => {
  expect(previewInput.parse({ deployment: { backend: 'x' } })).toMatchObject({
    deployment: { name: 'preview', backend: 'x', replicas: 1 },
    offline: false,
  });
});
