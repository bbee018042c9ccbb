import type { BackendPin, Problem } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { cudaDefinition, definitionOf, pinOf, specOf } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import type { ProfileGrants } from './check-spec.js';
import {
  createDeployment,
  deleteInstance,
  scaleDeployment,
  startDeployment,
  stopDeployment,
  type Decided,
} from './deployment.decisions.js';

const create = (
  more: Parameters<typeof specOf>[0],
  given: { pin?: BackendPin; grants?: ProfileGrants; log?: TestLog } = {},
): Decided =>
  createDeployment((given.log ?? new TestLog()).state, {
    spec: specOf(more),
    pin: given.pin ?? pinOf(),
    grants: given.grants ?? [],
  });

const events = (decided: Decided) => {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value.map(({ type, data }) => [type, data]);
};
const problem = (decided: Decided): Problem => {
  if (decided.ok) throw new Error('was not refused');
  return decided.error;
};

describe('creating a deployment', () => {
  it('records the wish and the definition it was made from', () => {
    expect(create({ replicas: 2 })).toEqual({
      ok: true,
      value: [
        {
          streamId: 'deployment:demo',
          type: 'DeploymentCreated',
          data: { spec: specOf({ replicas: 2 }), pin: pinOf() },
        },
      ],
    });
  });

  it('is refused under a name that is taken', () => {
    expect(problem(create({}, { log: new TestLog().deployment() }))).toMatchObject({ code: 'name-taken', status: 409 });
  });

  it.each([
    ['as its own name', { modelName: 'demo' }],
    ['given for both', { modelName: 'org/model' }],
  ])('is refused for a model name that another deployment has, %s', (_, { modelName }) => {
    const log = new TestLog().deployment({ modelName: modelName === 'demo' ? undefined : modelName });
    expect(problem(create({ name: 'second', modelName }, { log }))).toMatchObject({
      code: 'model-name-taken',
      status: 409,
      detail: expect.stringContaining('demo'),
      hint: expect.stringContaining('enginehouse deployment scale demo'),
      errors: [{ code: 'model-name-taken', path: ['modelName'] }],
    });
  });

  it('is refused for a model name that a stopped deployment will serve again', () => {
    const log = new TestLog().deployment({ modelName: 'org/model' });
    log.settle([{ streamId: 'deployment:demo', type: 'DeploymentStopped', data: {} }]);
    expect(problem(create({ name: 'org', modelName: 'org/model' }, { log })).code).toBe('model-name-taken');
    log.settle([{ streamId: 'deployment:demo', type: 'DeploymentDeleted', data: {} }]);
    expect(create({ name: 'org', modelName: 'org/model' }, { log }).ok).toBe(true);
  });

  it.each<[string, Parameters<typeof specOf>[0], string, (string | number)[]]>([
    ['a version that is not there', { version: '9' }, 'version-not-found', ['version']],
    ['a framework that is not offered', { framework: 'rocm' }, 'framework-not-offered', ['framework']],
    [
      'a model source that workers cannot fetch from yet',
      { model: { source: 'huggingface', repo: 'org/model' } },
      'model-source-unavailable',
      ['model', 'source'],
    ],
    [
      'a security profile beyond the ordinary',
      { securityProfile: 'privileged' },
      'profile-not-granted',
      ['securityProfile'],
    ],
    ['a model name with a line break', { modelName: 'a\nb' }, 'invalid-input', ['modelName']],
    ['GPUs for a cpu version', { resources: { gpus: 1 } }, 'invalid-input', ['resources', 'gpus']],
    ['an image that is none', { imageName: 'Not An Image' }, 'invalid-input', ['imageName']],
    ['a command with an open quote', { runCommand: "serve 'x" }, 'invalid-input', ['runCommand']],
    ['a placeholder that nothing fills', { runCommand: 'serve {{prot}}' }, 'invalid-input', ['runCommand']],
    ['a parameter with an open quote', { parameters: ['--ok', "--bad 'x"] }, 'invalid-input', ['parameters', 1]],
    ['a variable without a name', { env: { '': 'x' } }, 'invalid-input', ['env', '']],
  ])('is refused for %s, saying where', (_, more, code, path) => {
    const refused = problem(create(more));
    expect(refused.code).toBe(code);
    expect(refused.errors?.[0]?.path).toEqual(path);
  });

  it('says what to do about weights that are somewhere else', () => {
    expect(problem(create({ model: { source: 'modelscope', repo: 'org/model' } })).hint).toContain('local_path');
  });

  const needsModel = pinOf(definitionOf({ default_run_command: 'serve {{model_path}} --port {{port}}' }));

  it("is refused without a model where the backend's or its own command uses the model's path", () => {
    const refused = problem(create({}, { pin: needsModel }));
    expect(refused).toMatchObject({ code: 'invalid-input', hint: expect.stringContaining('--model PATH') });
    expect(refused.errors).toEqual([
      {
        code: 'required',
        path: ['model'],
        detail: 'the command uses {{model_path}}',
        hint: 'Give the model: --model PATH, or "model": {"source":"local_path","path":"..."}.',
      },
    ]);
    expect(problem(create({ runCommand: 'serve {{model_path}}' })).errors?.[0]?.path).toEqual(['model']);
  });

  it("needs no model where the command that runs does not use the model's path", () => {
    expect(create({ runCommand: 'serve --port {{port}}' }, { pin: needsModel }).ok).toBe(true);
    const model = { source: 'local_path', path: '/models/x' } as const;
    expect(create({ model }, { pin: needsModel }).ok).toBe(true);
  });

  it('leaves a version to be chosen where one of them needs no model', () => {
    const versions = [
      {
        name: '2.0',
        images: [{ framework: 'cuda', image_name: 'echo:2.0-cuda' }],
        run_command: 'serve {{model_path}}',
      },
      { name: '1.0', images: [{ framework: 'cpu', image_name: 'echo:1.0' }] },
    ];
    const pin = pinOf(definitionOf({ versions }));
    expect(create({}, { pin }).ok).toBe(true);
    expect(problem(create({ version: '2.0' }, { pin })).errors?.[0]?.code).toBe('required');
    expect(create({ version: '1.0' }, { pin }).ok).toBe(true);
  });

  it('takes weights that are on the worker', () => {
    expect(create({ model: { source: 'local_path', path: '/models/x' } }).ok).toBe(true);
  });

  it('takes a security profile that was granted to every version it may run', () => {
    const grant = { backend: 'Echo-custom', version: '1.0', profile: 'privileged' } as const;
    expect(create({ securityProfile: 'privileged' }, { grants: [grant] }).ok).toBe(true);
    expect(create({ securityProfile: 'host-network' }, { grants: [grant] }).ok).toBe(false);
    expect(create({ securityProfile: 'privileged' }, { grants: [{ ...grant, version: '2.0' }] }).ok).toBe(false);
  });

  it('refuses one replica over several workers', () => {
    const gpus = [
      { worker: 'w1', index: 0 },
      { worker: 'w2', index: 0 },
    ];
    const wish = { resources: { gpus: 2 }, placement: { strategy: 'spread' as const, workerLabels: {}, gpus } };
    expect(problem(create(wish, { pin: pinOf(cudaDefinition()) })).code).toBe('distributed-not-supported');
  });

  it('needs image and command on Custom, and nothing of a catalog', () => {
    const pin = pinOf(definitionOf({ backend_name: 'Custom', versions: [] }));
    expect(problem(create({ backend: 'Custom' }, { pin })).errors?.map(({ path }) => path)).toEqual([
      ['imageName'],
      ['runCommand'],
    ]);
    expect(create({ backend: 'Custom', imageName: 'mine:1', runCommand: 'serve' }, { pin }).ok).toBe(true);
  });
});

describe('changing a deployment', () => {
  it('scales, and records from where', () => {
    const { state } = new TestLog().deployment();
    expect(events(scaleDeployment(state, { name: 'demo', replicas: 3 }))).toEqual([
      ['DeploymentScaled', { from: 1, to: 3 }],
    ]);
  });

  it('does nothing where everything is as wished', () => {
    const { state } = new TestLog().deployment();
    expect(events(scaleDeployment(state, { name: 'demo', replicas: 1 }))).toEqual([]);
    expect(events(startDeployment(state, { name: 'demo' }))).toEqual([]);
  });

  it('is refused when it was based on an older revision, with the current one', () => {
    const { state } = new TestLog().deployment();
    expect(problem(stopDeployment(state, { name: 'demo', expectedRevision: 99 }))).toMatchObject({
      code: 'stale-revision',
      currentRevision: 1,
    });
    expect(events(stopDeployment(state, { name: 'demo', expectedRevision: 1 }))).toEqual([['DeploymentStopped', {}]]);
  });

  it('is refused where there is none, with those that are', () => {
    const log = new TestLog().deployment();
    const hintFor = (name: string) => problem(stopDeployment(log.state, { name })).hint;
    expect(problem(stopDeployment(log.state, { name: 'demi' })).code).toBe('deployment-not-found');
    expect([hintFor('demi'), hintFor('something-else')]).toEqual(['Did you mean demo?', 'There is: demo.']);
    for (let each = 1; each <= 12; each += 1) log.deployment({ name: `chat-${each}` });
    expect(hintFor('something-else')).toMatch(/^There is: demo, .*chat-9 and 3 more\.$/);
  });

  it('ends one instance, once', () => {
    const log = new TestLog().worker('w1').deployment();
    const ending = deleteInstance(log.state, { id: 'demo-1', actor: 'user:ada' });
    expect(events(ending)).toEqual([['InstanceStopping', { reason: 'deleted by user:ada' }]]);
    log.settle(ending.ok ? ending.value : []);
    expect(events(deleteInstance(log.state, { id: 'demo-1', actor: 'user:ada' }))).toEqual([]);
    expect(problem(deleteInstance(log.state, { id: 'nobody-1', actor: 'user:ada' })).code).toBe('instance-not-found');
  });
});
