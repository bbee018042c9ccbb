import { readFileSync } from 'node:fs';
import { validateDefinition } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { entry } from '../../../testing/market-views.js';
import { backend } from '../../../testing/views.js';
import type { ImportedBackend } from './import-report.js';
import { makeImport, type MadeImport } from './make-import.js';
import { readExport, type ExportedBackend } from './read-export.js';
import type { Targets } from './read-targets.js';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

function exported(text: string, source = 'export'): readonly ExportedBackend[] {
  const read = readExport({ source, text });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.backends;
}

const builtIn = (name: string, more: Partial<BackendDefinition> = {}): BackendView =>
  backend({
    name,
    source: 'built_in',
    definition: {
      backend_name: name,
      health_check_path: '/v1/models',
      versions: [{ name: '0.29.0', images: [{ framework: 'cuda', image_name: 'a:1' }], built_in: true }],
      ...more,
    },
  });
const vllm = builtIn('vLLM', {
  default_entrypoint: 'vllm serve',
  default_run_command: '{{model_path}} --port {{port}}',
});
const here = (...views: readonly BackendView[]): Targets['backends'] =>
  new Map([vllm, builtIn('MindIE'), ...views].map((view) => [view.name.toLowerCase(), view]));
const offering = (...names: readonly string[]): Targets['offered'] =>
  new Map(names.map((name) => [name.toLowerCase(), [entry({ name, versions: ['3.0.5'] })]]));
const targets = (more: Partial<Targets> = {}): Targets => ({ backends: here(), offered: offering('MinerU'), ...more });

const definitions = ({ documents }: MadeImport): Readonly<Record<string, BackendDefinition>> =>
  Object.fromEntries(documents.map(({ name = '', content }) => [name, JSON.parse(content) as BackendDefinition]));
function outcome({ backends }: MadeImport, name: string): ImportedBackend {
  const found = backends.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
const codes = (made: MadeImport, name: string) => outcome(made, name).warnings.map(({ code }) => code);

/** One row of the API, as GPUStack writes it, with these values. */
const row = (more: object) => JSON.stringify({ items: [{ backend_source: 'custom', enabled: true, ...more }] });
const text = (...items: readonly object[]) => JSON.stringify({ items });
const version = { image_name: 'a:1', custom_framework: 'cuda', built_in_frameworks: null };

describe('an answer of GPUStack’s API', () => {
  const made = makeImport(exported(fixture('inference-backends.json')), targets());

  it('is taken over whole: each backend has an outcome', () => {
    expect(made.backends.map(({ name, outcome: what, to }) => [name, what, to])).toEqual([
      ['vLLM', 'import', 'vLLM'],
      ['team-engine-custom', 'import', 'team-engine-custom'],
      ['Old Engine', 'import', 'Old-Engine-custom'],
      ['Whisper-Server', 'import', 'Whisper-Server-custom'],
      ['MindIE', 'skip', undefined],
      ['Custom', 'skip', undefined],
      ['MinerU', 'enable', undefined],
      ['llama.cpp', 'skip', undefined],
    ]);
    for (const [name, definition] of Object.entries(definitions(made))) {
      expect([name, validateDefinition(definition, { source: name === 'vLLM' ? 'built_in' : 'custom' })]).toEqual([
        name,
        [],
      ]);
    }
  });

  it('a custom backend keeps every field', () => {
    expect(definitions(made)['team-engine-custom']).toEqual({
      backend_name: 'team-engine-custom',
      description: 'What the team runs',
      icon: 'data:image/png;base64,iVBORw0KGgo=',
      health_check_path: '/health',
      default_version: '1.10',
      default_run_command: '--model {{model_path}} --port {{port}}',
      default_env: { LEVEL: 'info', API_KEY: 'sk-sample' },
      default_backend_param: ['--max-batch=8'],
      common_parameters: ['--max-batch', '--threads'],
      parameter_format: 'equal',
      versions: [
        {
          name: '1.10',
          images: [{ framework: 'cuda', image_name: 'registry.example/team/engine:1.10' }],
          entrypoint: 'python -m engine',
        },
        {
          name: '1.9',
          images: [{ framework: 'cpu', image_name: 'registry.example/team/engine:1.9' }],
          run_command: '--port {{port}} --threads 8',
        },
      ],
    });
    expect(outcome(made, 'team-engine-custom').warnings).toEqual([
      {
        code: 'secret-as-text',
        path: ['env'],
        detail: 'API_KEY: stored as text, which everybody who may read backends sees.',
        hint: expect.stringContaining('--env') as string,
      },
    ]);
    expect(JSON.stringify(made.backends)).not.toContain('sk-sample');
  });

  it('an old name gets the suffix and loses what no name may hold, and the default version follows', () => {
    expect(definitions(made)['Old-Engine-custom']).toMatchObject({ default_version: '1.0-cu128' });
    expect(outcome(made, 'Old Engine').renamedVersions).toEqual({ '1.0+cu128': '1.0-cu128' });
    expect(codes(made, 'Old Engine')).toEqual(['enabled-here', 'health-check-added', 'field-ignored']);
    expect(outcome(made, 'Old Engine').warnings.at(-1)).toMatchObject({ path: ['retry_policy'] });
  });

  it('a built-in backend gets the versions and variables that users added, and keeps its own', () => {
    const definition = definitions(made)['vLLM'];
    expect(definition?.versions.map(({ name }) => name)).toEqual(['0.29.0', '0.16.0-custom']);
    expect(definition).toMatchObject({ default_entrypoint: 'vllm serve', default_env: { VLLM_CACHE_ROOT: '/cache' } });
    expect(definition?.versions.at(-1)).toMatchObject({
      entrypoint: 'vllm serve',
      run_command: '{{model_path}} --host {{worker_ip}} --port {{port}} --served-model-name {{model_name}}',
      env: { HF_TOKEN: 'hf_sample' },
    });
    expect(codes(made, 'vLLM')).toEqual(['entrypoint-divided', 'secret-as-text']);
  });

  it('a community backend that the marketplace offers is enabled there, and then gets what users added', () => {
    expect(outcome(made, 'MinerU')).toMatchObject({
      commands: ['enginehouse market enable MinerU'],
      reason: 'the marketplace offers it: enable it there; then import again, and your 3.1.0-custom are added to it',
      warnings: [],
    });
    const enabled = backend({
      name: 'MinerU',
      source: 'community',
      definition: {
        backend_name: 'MinerU',
        default_version: '3.0.5',
        default_run_command: 'run --port {{port}}',
        health_check_path: '/health',
        versions: [{ name: '3.0.5', images: [{ framework: 'cuda', image_name: 'mineru:3.0.5' }] }],
      },
    });
    const again = makeImport(exported(fixture('inference-backends.json')), targets({ backends: here(enabled) }));
    expect(definitions(again)['MinerU']?.versions.map(({ name }) => name)).toEqual(['3.0.5', '3.1.0-custom']);
    expect(outcome(again, 'MinerU').warnings).toMatchObject([
      { code: 'differs-from-ours', path: ['default_run_command'] },
    ]);
  });

  it('one that nobody offers becomes a custom backend, without the versions that cannot run', () => {
    expect(definitions(made)['Whisper-Server-custom']?.versions).toEqual([
      { name: '1.4', images: [{ framework: 'cuda', image_name: 'whisper:1.4' }] },
    ]);
    expect(outcome(made, 'Whisper-Server').warnings).toEqual([
      {
        code: 'version-left-out',
        path: ['version_configs', '1.3'],
        detail: 'The version "1.3", which came with GPUStack, was left out: it does not say which framework it needs.',
      },
    ]);
  });

  it('imported again changes nothing', () => {
    const first = definitions(made);
    const views = Object.values(first).map((definition) =>
      backend({
        name: definition.backend_name,
        source: definition.backend_name === 'vLLM' ? 'built_in' : 'custom',
        definition,
      }),
    );
    const again = makeImport(exported(fixture('inference-backends.json')), targets({ backends: here(...views) }));
    expect(definitions(again)).toEqual(first);
  });

  it('takes nothing away that was added here since', () => {
    const name = 'team-engine-custom';
    const added = { name: '2.0', images: [{ framework: 'cuda', image_name: 'a:2' }] };
    const view = backend({
      name,
      definition: { backend_name: name, default_env: { MORE: '1' }, health_check_path: '/x', versions: [added] },
    });
    const again = definitions(
      makeImport(exported(fixture('inference-backends.json')), targets({ backends: here(view) })),
    )[name];
    expect(again?.versions.map((each) => each.name)).toEqual(['2.0', '1.10', '1.9']);
    expect(again?.default_env).toEqual({ MORE: '1', LEVEL: 'info', API_KEY: 'sk-sample' });
  });
});

describe('exported YAML', () => {
  it('keeps texts what they are', () => {
    const made = makeImport(exported(fixture('exported.yml')), targets());
    expect(definitions(made)['chat-custom']).toEqual({
      backend_name: 'chat-custom',
      default_version: '1.10',
      default_run_command: 'serve {{model_path}} --port {{port}}',
      health_check_path: '/healthz',
      versions: [
        {
          name: '1.10',
          images: [{ framework: 'cuda', image_name: 'registry.example/chat:1.10' }],
          env: { DEBUG: 'True' },
        },
        { name: '1.9', images: [{ framework: 'cuda', image_name: 'registry.example/chat:1.9' }] },
      ],
    });
    expect(outcome(made, 'chat-custom')).toMatchObject({ warnings: [], source: 'export:1' });
  });

  it('of a built-in backend brings only what a user added', () => {
    const text = [
      'backend_name: vllm',
      'version_configs:',
      '  0.15.1: {image_name: "", custom_framework: null}',
      '  mine: {image_name: "a:1", custom_framework: rocm}',
    ].join('\n');
    const made = makeImport(exported(text), targets());
    expect(definitions(made)['vLLM']?.versions.map(({ name }) => name)).toEqual(['0.29.0', 'mine-custom']);
    expect(outcome(made, 'vllm').renamedVersions).toEqual({ mine: 'mine-custom' });
  });

  it('may be several documents, each with its line', () => {
    const all = exported(`${fixture('exported.yml')}---\n${fixture('exported.yml').replace('chat-', 'talk-')}`);
    expect(all.map(({ source }) => source)).toEqual(['export:1', 'export:25']);
  });
});

describe('a list of community backends', () => {
  const made = makeImport(exported(fixture('community-list.yaml')), targets());

  it('is enabled where it is offered, and tells which versions are not', () => {
    expect(outcome(made, 'MinerU')).toMatchObject({
      outcome: 'enable',
      warnings: [{ code: 'versions-not-offered', detail: 'The marketplace does not offer the versions 2.7.0.' }],
    });
  });

  it('becomes custom backends where it is not', () => {
    expect(outcome(made, 'Speaker')).toMatchObject({ outcome: 'import', to: 'Speaker-custom', warnings: [] });
  });

  it('names every source where several offer a backend', () => {
    const both = [entry({ name: 'MinerU', source: 'a' }), entry({ name: 'MinerU', source: 'b' })];
    const several = makeImport(
      exported(fixture('community-list.yaml')),
      targets({ offered: new Map([['mineru', both]]) }),
    );
    expect(outcome(several, 'MinerU').commands).toEqual([
      'enginehouse market enable a/MinerU',
      'enginehouse market enable b/MinerU',
    ]);
  });
});

describe('what cannot be imported', () => {
  it.each([
    ['a command with an unknown placeholder', { default_run_command: 'serve {{prot}}' }, 'Nothing fills {{prot}}.'],
    [
      'a version without an image',
      { version_configs: { v1: { custom_framework: 'cuda' } } },
      'image_name is needed here.',
    ],
    ['no versions', { version_configs: {} }, 'A backend needs a version.'],
    ['versions of one name', { version_configs: { 'a b': version, 'a+b': version } }, 'would be called "a-b" here'],
    ['an environment that is none', { default_env: ['A=1'] }, 'This must be a map, not a list.'],
    [
      'variables of a built-in backend that are none',
      { backend_name: 'vLLM', backend_source: 'built_in', default_env: { A: ['1'] } },
      'default_env must be a map of texts.',
    ],
  ])('is refused with its reason: %s', (_what, more, detail) => {
    const text = row({ backend_name: 'x-custom', version_configs: { v1: version }, ...more });
    const made = makeImport(exported(text), targets());
    expect(made).toMatchObject({
      documents: [],
      backends: [
        { outcome: 'refused', problem: { code: 'invalid-definition', detail: expect.stringContaining(detail) } },
      ],
    });
  });

  it('has no name', () => {
    expect(makeImport(exported(row({ backend_name: null, version_configs: {} })), targets()).backends).toMatchObject([
      { outcome: 'refused', problem: { detail: 'It has no name.' } },
    ]);
  });

  it('contradicts itself', () => {
    const one = { backend_name: 'x-custom', version_configs: { v1: version } };
    const other = { ...one, version_configs: { v1: { ...version, image_name: 'b:1' } } };
    const differing = makeImport(exported(text(one, { ...other, backend_name: 'X' })), targets());
    expect(differing.documents).toEqual([]);
    expect(differing.backends).toMatchObject([
      { outcome: 'refused', problem: { detail: expect.stringContaining('would both be x-custom, and differ.') } },
      { outcome: 'refused' },
    ]);
    expect(makeImport(exported(text(one, one)), targets()).documents).toHaveLength(1);
  });
});

describe('what loses meaning', () => {
  const warnings = (more: object) => {
    const text = row({ backend_name: 'x-custom', health_check_path: '/h', version_configs: { v1: version }, ...more });
    return makeImport(exported(text), targets()).backends[0]?.warnings.map(({ code, path }) => [code, path.join('.')]);
  };

  it.each([
    [{ default_version: 'v9' }, 'default-version-ignored', 'default_version'],
    [{ parameter_format: 'colon' }, 'parameter-format-ignored', 'parameter_format'],
    [{ health_check_path: null }, 'health-check-added', 'health_check_path'],
    [{ enabled: false }, 'enabled-here', 'enabled'],
    [{ owner_principal_id: 42 }, 'organisation-ignored', 'owner_principal_id'],
    [{ recommend_models: ['a'] }, 'field-ignored', 'recommend_models'],
    [{ new_field: 1 }, 'field-ignored', 'new_field'],
    [{ version_configs: { v1: { ...version, gpus: 2 } } }, 'field-ignored', 'version_configs.v1.gpus'],
    [{ backend_name: 'llama-box', is_built_in: true }, 'unknown-built-in', 'backend_name'],
    [{ version_configs: { v1: { ...version, env: { DB_PASSWORD: 'x' } } } }, 'secret-as-text', 'env'],
  ])('is a warning: %j', (more, code, path) => {
    expect(warnings(more)).toEqual([[code, path]]);
  });

  it('says nothing of what is empty', () => {
    expect(
      warnings({ new_field: null, other: [], default_version: '', default_env: {}, owner_principal_id: null }),
    ).toEqual([]);
  });

  it('an organisation’s own versions get its number where the platform has others of that name', () => {
    const one = { backend_name: 'x-custom', health_check_path: '/h', version_configs: { v1: version } };
    const theirs = { v1: { ...version, image_name: 'b:1' }, v2: version };
    const text = JSON.stringify({
      items: [{ ...one, owner_principal_id: 42, version_configs: theirs, health_check_path: '/o' }, one],
    });
    const made = makeImport(exported(text), targets());
    expect(definitions(made)['x-custom']).toMatchObject({ health_check_path: '/h' });
    expect(definitions(made)['x-custom']?.versions.map(({ name }) => name)).toEqual(['v1', 'v1-org42', 'v2']);
    expect(made.backends.map(({ renamedVersions }) => renamedVersions)).toEqual([undefined, { v1: 'v1-org42' }]);
    expect(made.backends[1]?.warnings.map(({ code }) => code)).toEqual([
      'organisation-ignored',
      'organisation-ignored',
    ]);
  });

  it('a version of several frameworks becomes one of each', () => {
    const shared = { ...version, custom_framework: null, built_in_frameworks: ['cuda', 'rocm'] };
    const text = row({ backend_name: 'Any', backend_source: 'community', version_configs: { v1: shared } });
    expect(definitions(makeImport(exported(text), targets()))['Any-custom']?.versions.map(({ name }) => name)).toEqual([
      'v1-cuda',
      'v1-rocm',
    ]);
  });
});

const entrypoints: readonly (readonly [string, object, object])[] = [
  ['vllm serve {{model_path}}', {}, { entrypoint: 'vllm serve', run_command: '{{model_path}}' }],
  ['python -m vllm.x --port {{port}}', {}, { entrypoint: 'python', run_command: '-m vllm.x --port {{port}}' }],
  ['{{model_path}} --port {{port}}', {}, { run_command: '{{model_path}} --port {{port}}' }],
  ['--model {{model_path}}', {}, { run_command: '--model {{model_path}}' }],
  ['x {{model_path}}', { default_entrypoint: 'run' }, { entrypoint: 'run', run_command: 'x {{model_path}}' }],
];

it.each(entrypoints)(
  'the command %j of a built-in backend’s version starts the same here',
  (run_command, more, expected) => {
    const text = row({
      backend_name: 'vLLM',
      backend_source: 'built_in',
      version_configs: { 'v1-custom': { ...version, run_command } },
      ...more,
    });
    const [, added] = definitions(makeImport(exported(text), targets()))['vLLM']?.versions ?? [];
    expect(added).toEqual({ name: 'v1-custom', images: [{ framework: 'cuda', image_name: 'a:1' }], ...expected });
  },
);
