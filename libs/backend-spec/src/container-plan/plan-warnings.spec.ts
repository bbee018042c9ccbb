import { describe, expect, it } from 'vitest';
import { planWarnings, type KnownImage } from './plan-warnings.js';
import { renderPlan, type PlanContext } from './render-plan.js';

const digest = `sha256:${'a'.repeat(64)}`;
const context: PlanContext = {
  model_path: '/models/tiny',
  model_name: 'm',
  port: 40_001,
  worker_ip: '10.0.0.5',
  gpu_count: 0,
  gpu_ids: [],
  network: 'own',
};

interface Wish {
  readonly command?: string | null;
  readonly entrypoint?: readonly string[];
  readonly parameters?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly image?: string;
}

const imageOf = (entrypoint: readonly string[] | null, command: readonly string[] | null = null): KnownImage => ({
  digest,
  entrypoint,
  command,
});

function warningsOf({ command = 'run {{port}}', ...wish }: Wish, known: KnownImage | null = null) {
  const plan = { image: 'img:1', entrypoint: null, parameters: [], env: {}, ...wish, command };
  const rendered = renderPlan(plan, context);
  if (!rendered.ok) throw new Error(rendered.error.detail);
  return planWarnings(plan, rendered.value, known);
}

const codesOf = (...given: Parameters<typeof warningsOf>) => warningsOf(...given).map(({ code }) => code);

describe('a command that repeats what the image runs', () => {
  const vllm = imageOf(['vllm', 'serve']);

  it.each([
    ['vllm serve {{model_path}} --port {{port}}', vllm],
    ['vllm serve {{model_path}} --port {{port}}', imageOf(['/usr/local/bin/vllm', 'serve'])],
    ['python3 -m vllm.api {{port}}', imageOf(['python3', '-m', 'vllm.api'])],
  ])('is warned about: %s', (command, image) => {
    expect(codesOf({ command }, image)).toEqual(['entrypoint_repeated']);
  });

  it('is quoted as it would be run, with what to remove', () => {
    expect(warningsOf({ command: 'vllm serve {{model_path}} --port {{port}}' }, vllm)).toEqual([
      {
        code: 'entrypoint_repeated',
        detail:
          "The command begins with vllm serve, which the image's ENTRYPOINT runs already: vllm serve vllm serve ...",
        hint: 'Remove vllm serve from the command.',
      },
    ]);
  });

  it.each([
    ['the end', 'serve {{model_path}} --port {{port}}', vllm],
    ['the program', 'vllm bench --port {{port}}', vllm],
    ['the beginning', 'python3 -m other {{port}}', imageOf(['/usr/bin/python3', '-m', 'vllm.api'])],
  ])('is warned about where it repeats only %s', (_part, command, image) => {
    expect(codesOf({ command }, image)).toEqual(['entrypoint_repeated_partly']);
  });

  it('is warned about where it repeats ENTRYPOINT and CMD, of which it replaces CMD', () => {
    const image = imageOf(['python3'], ['-m', 'server']);
    expect(codesOf({ command: 'python3 -m server --port {{port}}' }, image)).toEqual(['image_command_repeated']);
    expect(codesOf({ command: '-m server --port {{port}}' }, image)).toEqual([]);
  });

  it('is compared with the entrypoint that the version or the backend sets instead', () => {
    const entrypoint = ['sglang', 'serve'];
    expect(codesOf({ entrypoint, command: 'sglang serve {{port}}' })).toEqual(['entrypoint_repeated']);
    expect(codesOf({ entrypoint, command: 'vllm serve {{port}}' }, vllm)).toEqual([]);
  });

  it('is not taken for one because of a path that ends alike', () => {
    expect(codesOf({ command: '/models/vllm --port {{port}}' }, vllm)).toEqual([]);
  });

  it.each([vllm, imageOf(null), imageOf([]), null])('is not seen in the arguments alone: %j', (image) => {
    expect(codesOf({ command: '{{model_path}} --port {{port}}' }, image)).toEqual([]);
  });
});

it('warns where a shell in ENTRYPOINT would not look at the command', () => {
  expect(codesOf({ command: '--port {{port}}' }, imageOf(['/bin/sh', '-c', 'serve /model']))).toEqual([
    'entrypoint_ignores_arguments',
  ]);
  expect(codesOf({ command: '--port {{port}}' }, imageOf(['/bin/sh', '-c', 'exec serve "$@"', 'serve']))).toEqual([]);
});

it('warns about commands without a port, where the image runs its own too', () => {
  expect(codesOf({ command: 'serve' })).toEqual(['no_port']);
  expect(codesOf({ command: null })).toEqual(['no_port']);
});

it('warns about what only a shell understands', () => {
  expect(codesOf({ command: 'run {{port}} && echo' })).toEqual(['shell_operator']);
  expect(codesOf({ parameters: ['--x', '|', 'tee'] })).toEqual(['shell_operator']);
});

describe('an option without its value', () => {
  it.each([
    ["run {{port}} --name ''", {}],
    ['run {{port}} --ids {{gpu_ids}}', {}],
    ['run {{port}} --ids={{gpu_ids}} --x', {}],
    ['run {{port}} --max-model-len {{LENGTH}} --x', { LENGTH: '' }],
    ['run {{port}} --max-model-len {{LENGTH}}', { LENGTH: ' ' }],
    ['run {{port}} --max-model-len "{{LENGTH}}"', { LENGTH: '' }],
  ])('is seen: %s', (command, env) => {
    expect(codesOf({ command, env })).toEqual(['option_without_value']);
  });

  it('is named, with the variable that left it empty', () => {
    const [found] = warningsOf({ command: 'run {{port}} --max-model-len {{LENGTH}} --x', env: { LENGTH: '' } });
    expect(found?.detail).toBe('The option --max-model-len gets no value, because LENGTH is empty.');
  });

  it.each([
    ['run {{port}} --flag --other', {}],
    ['run {{port}} --flag', {}],
    ['run {{port}} --flag {{EXTRA_ARGS}}', { EXTRA_ARGS: '' }],
    ['run {{port}} --length {{LENGTH}}', { LENGTH: '8' }],
    ['run {{port}} {{LENGTH}}', { LENGTH: '' }],
  ])('is not seen in flags: %s', (command, env) => {
    expect(codesOf({ command, env })).toEqual([]);
  });
});

describe('the name of a variable', () => {
  it('that most programs cannot read is pointed out, and passed on all the same', () => {
    expect(warningsOf({ env: { '1 BAD': 'x', HF_HOME: 'y', 'spring.profiles-active': 'z', _a1: '' } })).toEqual([
      {
        code: 'unusual_variable_name',
        detail: '"1 BAD" is passed on as it is, but shells and most programs cannot read a variable of that name.',
        hint: 'Use letters, digits and _, with no digit first.',
      },
    ]);
  });
});

describe('a placeholder', () => {
  it('that becomes several arguments is counted', () => {
    const env = { EXTRA_ARGS: '--a 1 --b', ONE: 'x' };
    expect(warningsOf({ command: 'run {{port}} {{EXTRA_ARGS}} {{ONE}}', env })).toEqual([
      {
        code: 'placeholder_splits',
        detail: '{{EXTRA_ARGS}} becomes 3 arguments: it stands outside quotes.',
        hint: 'Write "{{EXTRA_ARGS}}" where it is meant to be one.',
      },
    ]);
    expect(codesOf({ command: `run {{port}} "{{EXTRA_ARGS}}" '{{EXTRA_ARGS}}'`, env })).toEqual([]);
  });

  it.each([
    ['{{model-path}}', 'unknown_placeholder', 'Did you mean {{model_path}}?'],
    ['{{ prot }}', 'unknown_placeholder', 'Did you mean {{port}}?'],
    ['{{ port }}', 'spaced_placeholder', 'Write {{port}}.'],
    ['{{MY-LEVEL}}', 'unknown_placeholder', 'Did you mean {{MY_LEVEL}}?'],
  ])('that is ordinary text because of how it is written gets a suggestion: %s', (text, code, hint) => {
    const command = `run {{port}} '${text}'`;
    expect(warningsOf({ command, env: { MY_LEVEL: '1' } })).toMatchObject([{ code, hint }]);
  });

  it('in the template of a chat is no mistake', () => {
    expect(codesOf({ command: `run {{port}} --template '{{ messages[0]["content"] }}{{ bos }}'` })).toEqual([]);
  });

  it('in a parameter is not filled', () => {
    const parameters = ['--name', '{{model_name}}', '--t', '{{ x }}', '{{prot}}', '{{else}}'];
    expect(warningsOf({ parameters })).toMatchObject([
      { code: 'placeholder_in_parameter' },
      { code: 'unknown_placeholder', hint: 'Only run commands have placeholders, such as {{port}}.' },
    ]);
  });
});

describe('a tag that moves', () => {
  it.each(['vllm/vllm-openai', 'vllm/vllm-openai:latest'])('is warned about: %s', (image) => {
    const [warning] = warningsOf({ image }, imageOf(null));
    expect(warning).toMatchObject({
      code: 'floating_tag',
      detail: expect.stringContaining(`Today it is ${digest}.`) as string,
      hint: `Write vllm/vllm-openai@${digest} to keep this one.`,
    });
    expect(warningsOf({ image })[0]?.detail).not.toContain('Today');
  });

  it.each(['host:5000/img:1', `host:5000/img@${digest}`, `img:latest@${digest}`])('is not seen in %s', (image) => {
    expect(codesOf({ image })).toEqual([]);
  });
});
