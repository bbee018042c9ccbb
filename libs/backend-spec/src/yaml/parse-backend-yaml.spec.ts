import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importBackendYaml, parseBackendYaml } from './parse-backend-yaml.js';
import { cpuTime } from '../conformance/cpu-time.contract.js';

const minimal = 'backend_name: my-custom\nversion_configs:\n  v1: {image_name: a, custom_framework: cuda}\n';

const parse = (yaml: string) => parseBackendYaml(yaml, 'create');
const errorsOf = (result: ReturnType<typeof parseBackendYaml>) =>
  result.ok ? [] : result.error.map(({ code, path, line, column }) => [code, path.join('/'), line, column]);

describe('parseBackendYaml', () => {
  it('reports all errors of a document together, in their order', () => {
    const yaml = [
      'backend_name: my-backend',
      'descripton: x',
      'default_env:',
      '  A: ~',
      '  "B=C": x',
      'default_version: v9',
      'version_configs:',
      '  v1:',
      '    image_name: Not An Image',
      '    run_command: [a]',
      '  v 2: {image_name: a, custom_framework: cuda, custom_framework: cpu}',
      'parameter_format: dash',
    ].join('\n');
    expect(errorsOf(parse(yaml))).toEqual([
      ['name_suffix_required', 'backend_name', 1, 15],
      ['unknown_field', 'descripton', 2, 1],
      ['invalid_type', 'default_env/A', 4, 6],
      ['invalid_env_name', 'default_env/B=C', 5, 3],
      ['default_version_not_found', 'default_version', 6, 18],
      ['required', 'version_configs/v1/custom_framework', 9, 5],
      ['invalid_image_reference', 'version_configs/v1/image_name', 9, 17],
      ['invalid_type', 'version_configs/v1/run_command', 10, 18],
      ['invalid_version_name', 'version_configs/v 2', 11, 3],
      ['duplicate_key', 'version_configs/v 2/custom_framework', 11, 48],
      ['invalid_value', 'parameter_format', 12, 19],
    ]);
  });

  it('accepts a closing bracket at the start of its line', () => {
    const yaml = `${minimal}common_parameters: [\n  --a,\n  "--b c"\n]\ndefault_env: {\n"A": "1",\n"B": 'x\ny'\n}\n`;
    expect(parse(yaml)).toMatchObject({
      ok: true,
      value: { common_parameters: ['--a', '--b c'], default_env: { A: '1', B: 'x y' } },
    });
  });

  it('says where errors are in lines that lack indentation', () => {
    const yaml = `${minimal}default_env: {\n"A": "1",\n"B": ~\n}\nparameter_format: x\n`;
    expect(errorsOf(parse(yaml))).toEqual([
      ['invalid_type', 'default_env/B', 6, 6],
      ['invalid_value', 'parameter_format', 8, 19],
    ]);
  });

  it('points at the line after a quote that is never closed', () => {
    expect(errorsOf(parse(`description: "abc\n${minimal}`))).toEqual([['yaml_syntax', '', 2, 1]]);
  });

  it('keeps list items apart from document markers', () => {
    expect(errorsOf(parse(`${minimal}description: "a\n---\nb"\n`))[0]?.[0]).toBe('yaml_syntax');
  });

  it.each([
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('counts lines that end in %s', (_, lineEnd) => {
    const yaml = `${minimal}health_check_path: [a]\n`.replaceAll('\n', lineEnd);
    expect(errorsOf(parse(yaml))).toEqual([['invalid_type', 'health_check_path', 4, 20]]);
  });

  it('merges maps where << stands, own keys and earlier maps first', () => {
    const yaml = [
      'backend_name: my-custom',
      'framework_index_map: {a: &a {A: 1, B: 1}, b: &b {B: 2, C: 2}}',
      'default_env: {C: own, <<: [*a, *b], D: own}',
      'version_configs: {v1: {image_name: a, custom_framework: cuda}}',
    ].join('\n');
    const read = parse(yaml);
    expect(read.ok && read.value.default_env).toEqual({ A: '1', B: '1', C: 'own', D: 'own' });
  });

  it('keeps the icon of a marketplace entry and passes over that of a custom backend', () => {
    const yaml = `${minimal}icon: data:x\n`;
    expect(parse(yaml)).toMatchObject({ ok: true, value: expect.not.objectContaining({ icon: 'data:x' }) });
    expect(parseBackendYaml(yaml, 'community')).toMatchObject({ ok: true, value: { icon: 'data:x' } });
  });

  it('reads the note on a deprecated version, which may be empty', () => {
    const yaml = minimal.replace('cuda}', "cuda, deprecated: ''}");
    expect(parse(yaml)).toMatchObject({ ok: true, value: { versions: [{ deprecated: '' }] } });
  });

  it.each(['create', 'community'] as const)('knows no list of images in the mode %s', (mode) => {
    const yaml = 'backend_name: a-custom\nversion_configs:\n  v1: {images: [{framework: cuda, image_name: a}]}\n';
    expect(errorsOf(parseBackendYaml(yaml, mode)).map(([code]) => code)).toContain('unknown_field');
  });

  it('leaves the prototype of all objects alone', () => {
    const read = parse(`${minimal}default_env:\n  __proto__: x\n  constructor: y\n`);
    expect(read.ok && Object.entries(read.value.default_env ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(parse(`${minimal}__proto__: {polluted: yes}\n`).ok).toBe(false);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses characters that no text in UTF-8 can hold', () => {
    expect(errorsOf(parse(`${minimal}description: "\\ud800"\n`))).toEqual([
      ['invalid_character', 'description', 4, 14],
    ]);
    expect(errorsOf(parse(`${minimal}description: "\\0"\n`))).toEqual([['nul_character', 'description', 4, 14]]);
  });

  it('answers every text with a definition or with errors that have a place', () => {
    const marks =
      'a; ;  ;\n;: ;- ;? ;#;&a ;*a;<<;!!str ;!x ;|;>;";\';{;};[;];,;---\n;...\n;%;@;\t;\r;~;\u0085;\ufeff;\0;\ud800;{{a}}';
    const bits = fc.constantFrom(minimal, ...marks.split(';'));
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 25 }), (parts) => {
        const result = importBackendYaml(parts.join(''), 'create');
        if (result.ok) return;
        expect(result.error.length).toBeGreaterThan(0);
        for (const { line, column } of result.error) expect(Math.min(line ?? 0, column ?? 0)).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('answers arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseBackendYaml(bytes, 'create').ok).toBe(false);
      }),
    );
  });
});

const lines = (line: (index: number) => string, count: number) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

describe('large documents', () => {
  it.each([
    ['items', `${minimal}common_parameters: [${'a,'.repeat(500_000)}]`],
    ['unknown fields', minimal + lines((at) => `k${at}: v\n`, 45_000)],
    ['bad variables', `${minimal}default_env:\n${lines((at) => `  "k=${at}": ~\n`, 45_000)}`],
    ['duplicate keys', minimal + 'x: 1\n'.repeat(200_000)],
    ['documents', '---\n'.repeat(250_000)],
    ['nested lists', '- '.repeat(500_000)],
    ['nested questions', '? '.repeat(500_000)],
    ['lines in an open quote', `${minimal}description: "${'x\n'.repeat(500_000)}`],
    [
      'merges',
      `${minimal}enabled:\n  a: &a {${lines((at) => `k${at}: v, `, 30_000)}}\n  b: {<<: [${'*a, '.repeat(80_000)}]}\n`,
    ],
    ['placeholders', `${minimal}default_run_command: "${lines((at) => `{{P${at}}} `, 90_000)}"`],
    ['versions', `backend_name: a-custom\nversion_configs:\n${lines((at) => `  v${at}: {}\n`, 45_000)}`],
  ])(
    'with many %s are refused in time',
    (_, yaml) => {
      const started = cpuTime();
      const result = importBackendYaml(yaml, 'create');
      expect(cpuTime() - started).toBeLessThan(5000);
      expect(!result.ok && result.error.length).toBeLessThanOrEqual(100);
    },
    60_000,
  );
});

describe('importBackendYaml', () => {
  it('besides finds commands that cannot run', () => {
    const yaml = [
      'backend_name: my-custom',
      'health_check_path: health',
      'default_run_command: serve {{modle_path}}',
      'version_configs:',
      '  v1:',
      '    image_name: a',
      '    custom_framework: cuda',
      '    run_command: serve "x',
      '  v2:',
      '    image_name: a',
      '    custom_framework: cuda',
      "    entrypoint: 'serve {{port}}'",
    ].join('\n');
    expect(parse(yaml).ok).toBe(true);
    expect(errorsOf(importBackendYaml(yaml, 'create'))).toEqual([
      ['invalid_path', 'health_check_path', 2, 20],
      ['unknown_placeholder', 'default_run_command', 3, 22],
      ['unclosed_quote', 'version_configs/v1/run_command', 8, 18],
      ['placeholder_in_entrypoint', 'version_configs/v2/entrypoint', 12, 17],
    ]);
  });

  it('does not complain about placeholders whose variables could not be read', () => {
    const yaml = `${minimal}default_env: {A: ~}\ndefault_run_command: "{{A}}"\n`;
    expect(errorsOf(importBackendYaml(yaml, 'create'))).toEqual([['invalid_type', 'default_env/A', 4, 18]]);
  });

  it('refuses a name that is taken', () => {
    const result = importBackendYaml(minimal, 'create', { existingNames: ['MY-custom'] });
    expect(errorsOf(result)).toEqual([['name_taken', 'backend_name', 1, 15]]);
  });

  it('reads a built-in backend, whose own versions may have several images', () => {
    const yaml = [
      'backend_name: vLLM',
      'version_configs:',
      '  0.11.0:',
      '    images:',
      '      - {framework: cuda, image_name: "vllm:cuda"}',
      '      - {framework: rocm, image_name: "vllm:rocm"}',
      '  0.12.0-custom: {image_name: a, custom_framework: cuda}',
    ].join('\n');
    expect(importBackendYaml(yaml, 'built_in')).toMatchObject({
      ok: true,
      value: {
        versions: [
          { name: '0.11.0', built_in: true, images: [{ framework: 'cuda' }, { framework: 'rocm' }] },
          { name: '0.12.0-custom', images: [{ framework: 'cuda' }] },
        ],
      },
    });
  });

  it('says which image of a built-in version is wrong', () => {
    const yaml =
      'backend_name: vLLM\nversion_configs:\n  1.0:\n    images: [{framework: cuda, image_name: "A B"}, {framework: cuda}]\n';
    expect(errorsOf(importBackendYaml(yaml, 'built_in')).map(([code, path]) => [code, path])).toEqual([
      ['invalid_image_reference', 'version_configs/1.0/images/0/image_name'],
      ['required', 'version_configs/1.0/images/1/image_name'],
      ['duplicate_framework', 'version_configs/1.0/images/1/framework'],
    ]);
  });

  it('reads the pseudo-backend, which has no versions', () => {
    const yaml = 'backend_name: Custom\ndescription: Any image\n';
    expect(importBackendYaml(yaml, 'built_in')).toMatchObject({ ok: true, value: { versions: [] } });
    expect(importBackendYaml('backend_name: vLLM\n', 'built_in').ok).toBe(false);
  });
});
