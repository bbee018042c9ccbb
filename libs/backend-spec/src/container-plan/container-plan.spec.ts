import type { ContainerPlan, RunnableDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { planContainer, type PlanRequest } from './plan-container.js';
import { renderPlan, type PlanContext, type RenderablePlan } from './render-plan.js';

const definition: RunnableDefinition = {
  backend_name: 'my-custom',
  default_entrypoint: 'serve run',
  default_run_command: '{{model_path}} --host {{worker_ip}} --port {{port}} --log {{LOG}}',
  default_env: { LOG: 'info', A: 'backend' },
  parameter_format: 'equal',
  versions: [
    { name: 'v1', images: [{ framework: 'cuda', image_name: 'img:1' }], env: { A: 'version' } },
    {
      name: 'v2',
      images: [
        { framework: 'cuda', image_name: 'img:2-cuda' },
        { framework: 'rocm', image_name: 'img:2-rocm' },
      ],
      entrypoint: 'other',
      run_command: 'x',
    },
  ],
};

const context: PlanContext = {
  model_path: '/models/my model',
  model_name: 'm',
  port: 40_001,
  worker_ip: '10.0.0.5',
  gpu_count: 1,
  gpu_ids: [0],
  network: 'own',
};

function planned(request: Partial<PlanRequest>) {
  const plan = planContainer({ definition, version: 'v1', ...request });
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}

const errorsOf = (request: Partial<PlanRequest>) => {
  const plan = planContainer({ definition, version: 'v1', ...request });
  return plan.ok ? [] : plan.error.map(({ code, path }) => `${code} ${path.join('/')}`);
};

describe('planContainer', () => {
  it('decides every part and says where it came from', () => {
    const parameters = ['--max-model-len 8192'];
    expect(planned({ deployment: { env: { B: 'deployment' }, parameters } })).toEqual({
      image: 'img:1',
      imageOrigin: 'version',
      framework: 'cuda',
      entrypoint: ['serve', 'run'],
      entrypointOrigin: 'backend',
      command: definition.default_run_command,
      commandOrigin: 'backend',
      parameters: ['--max-model-len=8192'],
      environment: [
        { name: 'LOG', value: 'info', origin: 'backend', overrides: [] },
        { name: 'A', value: 'version', origin: 'version', overrides: ['backend'] },
        { name: 'B', value: 'deployment', origin: 'deployment', overrides: [] },
      ],
      env: { LOG: 'info', A: 'version', B: 'deployment' },
      healthCheckPath: '/v1/models',
    });
  });

  it('picks the image of the framework, and asks for one where there are several', () => {
    expect(planned({ version: 'v2', framework: 'rocm' })).toMatchObject({ image: 'img:2-rocm', entrypoint: ['other'] });
    expect(errorsOf({ version: 'v2' })).toEqual(['framework_required framework']);
    expect(errorsOf({ version: 'v2', framework: 'cann' })).toEqual(['framework_not_offered framework']);
  });

  it('lets a deployment override image, command and health check', () => {
    const deployment = { imageName: 'mine:1', runCommand: 'run {{port}}', healthCheckPath: '/health' };
    expect(planned({ deployment })).toMatchObject({
      image: 'mine:1',
      imageOrigin: 'deployment',
      framework: 'cuda',
      command: 'run {{port}}',
      commandOrigin: 'deployment',
      healthCheckPath: '/health',
    });
  });

  it('runs the pseudo-backend from the deployment alone', () => {
    const pseudo = { definition: { backend_name: 'Custom', versions: [] }, version: null };
    const deployment = { imageName: 'mine:1', runCommand: 'run --port {{port}}' };
    expect(planned({ ...pseudo, deployment })).toMatchObject({ image: 'mine:1', framework: null, entrypoint: null });
    expect(errorsOf(pseudo)).toEqual(['required deployment/imageName', 'required deployment/runCommand']);
  });

  it('reports everything together', () => {
    const deployment = {
      imageName: 'Not An Image',
      runCommand: 'run "x',
      env: { 'A=': 'x' },
      parameters: ['--ok', "--x 'y"],
    };
    expect(errorsOf({ deployment })).toEqual([
      'invalid_image_reference deployment/imageName',
      'invalid_env_name deployment/env/A=',
      'unclosed_quote deployment/runCommand',
      'unclosed_quote deployment/parameters/1',
    ]);
  });

  it('lets a deployment fill its own placeholders, but leaves none empty', () => {
    const runCommand = 'run {{MINE}} {{LOG}} {{OTHER}}';
    expect(errorsOf({ deployment: { runCommand, env: { MINE: '1' } } })).toEqual([
      'unknown_placeholder deployment/runCommand',
    ]);
    expect(errorsOf({ deployment: { runCommand, env: { MINE: '1', OTHER: '' } } })).toEqual([]);
  });

  it('knows no version but those of the definition', () => {
    expect(errorsOf({ version: 'v9' })).toEqual(['version_not_found version']);
  });

  it('leaves the command of the image alone where nobody has one', () => {
    const bare = { ...definition, default_run_command: undefined, default_entrypoint: '' };
    expect(planned({ definition: bare })).toMatchObject({ command: null, commandOrigin: null, entrypoint: null });
  });
});

describe('renderPlan', () => {
  it('binds to every address in a network of its own', () => {
    expect(renderPlan(planned({ deployment: { parameters: ['--x', 'a b'] } }), context)).toEqual({
      ok: true,
      value: {
        entrypoint: ['serve', 'run'],
        argv: ['/models/my model', '--host', '0.0.0.0', '--port', '40001', '--log', 'info', '--x=a b'],
      },
    });
  });

  it("binds to the worker's address in the network of the host", () => {
    const rendered = renderPlan(planned({}), { ...context, network: 'host' });
    expect(rendered.ok && rendered.value.argv).toContain('10.0.0.5');
  });

  it('renders the plan of an assignment', () => {
    const assigned: Pick<ContainerPlan, keyof RenderablePlan> = {
      entrypoint: null,
      command: null,
      parameters: ['--a'],
      env: {},
    };
    expect(renderPlan(assigned, context)).toEqual({ ok: true, value: { entrypoint: null, argv: ['--a'] } });
  });

  it('refuses to leave a placeholder in the arguments', () => {
    const plan = { ...planned({}), command: 'run {{nope}}' };
    expect(renderPlan(plan, context)).toMatchObject({ ok: false, error: { code: 'unknown_placeholder' } });
    expect(renderPlan(planned({}), { ...context, port: null })).toMatchObject({ error: { code: 'missing_value' } });
  });
});
