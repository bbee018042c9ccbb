import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backendItem, readingText, readOf } from './testing/index-files.js';

/** GPUStack's own list is not part of this repository; it is read beside it where it is. */
const real = new URL('../../../../shared/data/community-backends.yaml', import.meta.url);

const readReal = () => readOf(readingText(readFileSync(real, 'utf8')));

describe.skipIf(!existsSync(real))("GPUStack's own list (skipped where ../shared/data is absent)", () => {
  it('is read whole, without a rejected entry and without a warning', () => {
    const { entries, rejected, warnings } = readReal();
    expect(rejected).toEqual([]);
    expect(warnings).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual([
      'Kokoro-FastAPI',
      'llama.cpp',
      'MinerU',
      'mis-tei',
      'PaddleX-GenAI-Server',
      'TensorRT-LLM',
      'Text-Embeddings-Inference',
      'TokenSpeed',
    ]);
  });

  it('keeps the names of versions, the icons and the variables as they are written', () => {
    const { entries } = readReal();
    const mineru = entries.find(({ name }) => name === 'MinerU');
    expect(mineru?.definition.versions.map(({ name }) => name).slice(0, 2)).toEqual(['2.7.0', '3.0.5']);
    expect(entries.every(({ definition }) => definition.icon?.startsWith('data:image/png;base64,'))).toBe(true);
    const paddle = entries.find(({ name }) => name === 'PaddleX-GenAI-Server');
    expect(paddle?.definition.default_env?.['PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK']).toBe('True');
  });
});

/** The only entry of a list, with what was told of it. */
function only(text: string) {
  const { entries, rejected, warnings } = readOf(readingText(text));
  expect(rejected).toEqual([]);
  return { definition: entries[0]?.definition, warnings };
}

describe('what GPUStack tolerates in its list', () => {
  it('leaves out fields that are not known, and says so', () => {
    const { definition, warnings } = only(backendItem('a', '  helth_check_path: /up\n  stars: 5\n'));
    expect(definition).not.toHaveProperty('stars');
    expect(warnings).toEqual([
      {
        name: 'a',
        code: 'field-ignored',
        detail: 'The field "helth_check_path" is not known and was left out. Did you mean health_check_path?',
      },
      { name: 'a', code: 'field-ignored', detail: 'The field "stars" is not known and was left out.' },
    ]);
  });

  it('says nothing of the fields that its server manages', () => {
    const managed = '  is_built_in: false\n  enabled: true\n  framework_index_map: { cpu: [v1] }\n';
    expect(only(backendItem('a', managed)).warnings).toEqual([]);
  });

  it('takes a single framework of a version from built_in_frameworks', () => {
    const text = '- backend_name: a\n  version_configs:\n    v1: { image_name: x, built_in_frameworks: [rocm] }\n';
    const { definition, warnings } = only(text);
    expect(definition?.versions[0]?.images).toEqual([{ framework: 'rocm', image_name: 'x' }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['{ image_name: x }', 'it does not say which framework it needs (custom_framework)'],
    ['{ image_name: x, built_in_frameworks: [] }', 'it does not say which framework it needs (custom_framework)'],
    [
      '{ image_name: x, built_in_frameworks: [cuda, cpu] }',
      'it has several frameworks; here each needs a version of its own',
    ],
    ["{ image_name: '', custom_framework: cpu }", 'it has no image'],
  ])('leaves out a version that cannot be run here: %s', (version, reason) => {
    const { definition, warnings } = only(
      `- backend_name: a\n  version_configs:\n    v2: ${version}\n    v1: { image_name: 'a/b:1', custom_framework: cpu }\n`,
    );
    expect(definition?.versions.map(({ name }) => name)).toEqual(['v1']);
    expect(warnings).toEqual([
      { name: 'a', code: 'version-left-out', detail: `The version "v2" was left out: ${reason}.` },
    ]);
  });

  it.each([
    ['a', 'backend_nam: a'],
    ['a', 'Backend-Name: a'],
    ['a', 'backend_name: " a "'],
    [null, 'backend_name: " "'],
    [null, 'backend_name:'],
    [null, 'title: a'],
  ])('calls %j what it rejects for another reason than its name where that is nearly there: %s', (name, field) => {
    const { rejected } = readOf(readingText(`- ${field}\n  version_configs: {}\n`));
    expect(rejected.map((each) => each.name)).toEqual([name]);
  });

  it('rejects an entry that has no other version, with what is missing', () => {
    const { entries, rejected } = readOf(
      readingText('- backend_name: a\n  version_configs:\n    v1: { image_name: x }\n'),
    );
    expect(entries).toEqual([]);
    expect(rejected).toEqual([
      {
        position: 1,
        name: 'a',
        line: 1,
        errors: [
          {
            code: 'required',
            path: ['version_configs', 'v1', 'custom_framework'],
            detail: 'custom_framework is needed here.',
            line: 3,
            column: 9,
          },
        ],
      },
    ]);
  });

  it('goes on without a default version that does not exist', () => {
    const { definition, warnings } = only(backendItem('a', '  default_version: v9\n'));
    expect(definition).not.toHaveProperty('default_version');
    expect(warnings).toEqual([
      {
        name: 'a',
        code: 'default-version-ignored',
        detail: 'The default version "v9" is none of its versions; the newest that fits will be used.',
      },
    ]);
  });

  it('takes the last of two fields of one name', () => {
    const { definition, warnings } = only(backendItem('a', '  description: first\n  description: second\n'));
    expect(definition?.description).toBe('second');
    expect(warnings).toEqual([
      {
        name: 'a',
        code: 'field-repeated',
        detail: 'The field "description" stands there twice; the last one was taken.',
      },
    ]);
  });

  it('does not tolerate what the catalog would refuse', () => {
    const { rejected } = readOf(
      readingText(
        [
          backendItem('vllm'),
          backendItem('b', '  default_run_command: serve {{model_pth}}\n'),
          backendItem('c', '  health_check_path: up\n'),
          '-\n',
          '- just a text\n',
          backendItem('has blank'),
        ].join(''),
      ),
    );
    expect(rejected.map(({ position, name, line }) => [position, name, line])).toEqual([
      [1, 'vllm', 1],
      [2, 'b', 4],
      [3, 'c', 8],
      [4, null, 11],
      [5, null, 13],
      [6, 'has blank', 14],
    ]);
    expect(rejected.map(({ errors }) => errors.map(({ code }) => code))).toEqual([
      ['name-reserved'],
      ['unknown-placeholder'],
      ['invalid-path'],
      ['invalid-type'],
      ['invalid-type'],
      ['invalid-name'],
    ]);
  });
});
