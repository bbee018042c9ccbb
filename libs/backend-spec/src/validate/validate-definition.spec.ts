import type { BackendDefinition } from '@enginehouse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { validateDefinition } from './validate-definition.js';

const images = [{ framework: 'cuda', image_name: 'img:1' }];
const custom = (fields: Partial<BackendDefinition>): BackendDefinition => ({
  backend_name: 'my-custom',
  versions: [{ name: 'v1', images }],
  ...fields,
});
const errorsOf = (definition: BackendDefinition, options: Parameters<typeof validateDefinition>[1]) =>
  validateDefinition(definition, options).map(({ code, path }) => `${code} ${path.join('/')}`);

describe('validateDefinition', () => {
  it('is content with a sound definition', () => {
    const definition = custom({ default_run_command: 'serve {{model_path}} --x {{A}}', default_env: { A: '1' } });
    expect(validateDefinition(definition, { source: 'custom', existingNames: ['other-custom'] })).toEqual([]);
  });

  it('reports everything together, with the paths of the definition', () => {
    const definition = custom({
      backend_name: 'vllm',
      default_version: 'v9',
      health_check_path: 'health',
      default_env: { 'A=': 'x' },
      default_run_command: 'serve "',
      versions: [
        { name: 'v 1', images: [{ framework: '', image_name: 'A B' }], run_command: '{{prot}}' },
        { name: 'v1', images, entrypoint: 'serve {{port}}' },
        { name: 'v1', images: [...images, { framework: 'cuda', image_name: '' }] },
      ],
    });
    expect(errorsOf(definition, { source: 'custom' }).toSorted()).toEqual(
      [
        'name_reserved backend_name',
        'default_version_not_found default_version',
        'invalid_path health_check_path',
        'invalid_env_name default_env/A=',
        'unclosed_quote default_run_command',
        'invalid_version_name versions/0/name',
        'required versions/0/images/0/framework',
        'invalid_image_reference versions/0/images/0/image_name',
        'unknown_placeholder versions/0/run_command',
        'placeholder_in_entrypoint versions/1/entrypoint',
        'duplicate_version versions/2/name',
        'too_many_images versions/2/images',
        'duplicate_framework versions/2/images/1/framework',
        'required versions/2/images/1/image_name',
      ].toSorted(),
    );
  });

  it('wants a version, and an image in it', () => {
    expect(errorsOf(custom({ versions: [] }), { source: 'custom' })).toEqual(['required versions']);
    const bare = custom({ versions: [{ name: 'v1', images: [] }] });
    expect(errorsOf(bare, { source: 'custom' })).toEqual(['required versions/0/images']);
  });

  it('wants the suffix on the versions that users add to a built-in backend', () => {
    const versions = [
      { name: '0.11.0', images, built_in: true },
      { name: '0.12.0', images },
    ];
    expect(errorsOf({ backend_name: 'vLLM', versions }, { source: 'built_in' })).toEqual([
      'version_suffix_required versions/1/name',
    ]);
  });

  it('lets nobody else have built-in versions', () => {
    const versions = [{ name: 'v1', images, built_in: true }];
    expect(errorsOf(custom({ versions }), { source: 'custom' })).toEqual(['invalid_value versions/0/built_in']);
    const named = [{ name: 'v1-custom', images, built_in: true }];
    expect(errorsOf({ backend_name: 'vLLM', versions: named }, { source: 'built_in' })).toEqual([
      'invalid_version_name versions/0/name',
    ]);
  });

  it('wants the suffix on the versions that users add to a community backend', () => {
    const versions = [
      { name: '3.0.5', images },
      { name: '3.1.0', images },
    ];
    const definition = { backend_name: 'MinerU', versions };
    expect(errorsOf(definition, { source: 'community' })).toEqual([]);
    expect(errorsOf(definition, { source: 'community', existingVersions: ['3.0.5'] })).toEqual([
      'version_suffix_required versions/1/name',
    ]);
  });

  it('gives the pseudo-backend no versions', () => {
    expect(errorsOf({ backend_name: 'Custom', versions: [] }, { source: 'built_in' })).toEqual([]);
    const versions = [{ name: 'v1', images, built_in: true }];
    expect(errorsOf({ backend_name: 'Custom', versions }, { source: 'built_in' })).toEqual(['invalid_value versions']);
  });

  it('refuses the one variable that would be lost on its way', () => {
    const env: Record<string, string> = JSON.parse('{"__proto__": "x", "constructor": "y"}');
    const definition = custom({ default_env: env, versions: [{ name: 'v1', images, env }] });
    expect(errorsOf(definition, { source: 'custom' })).toEqual([
      'invalid_env_name default_env/__proto__',
      'invalid_env_name versions/0/env/__proto__',
    ]);
  });

  it('refuses texts that cannot be stored, wherever they are', () => {
    const definition = custom({
      description: 'a\0b',
      common_parameters: ['--ok', '\ud800'],
      versions: [
        { name: 'v1', images: [{ framework: 'a\0', image_name: 'img' }], deprecated: '\udc00', env: { A: '\0' } },
      ],
    });
    expect(errorsOf(definition, { source: 'custom' }).toSorted()).toEqual([
      'invalid_character common_parameters/1',
      'invalid_character versions/0/deprecated',
      'nul_character description',
      'nul_character versions/0/env/A',
      'nul_character versions/0/images/0/framework',
    ]);
  });

  it('answers for any definition', () => {
    fc.assert(
      fc.property(definitionFor('create'), (definition) => {
        for (const { path } of validateDefinition(definition, { source: 'custom' })) {
          expect(path.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
