import type { BackendDefinition } from '@enginehouse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { diffDefinitions } from './diff-definitions.js';

const before: BackendDefinition = {
  backend_name: 'my-custom',
  description: 'old',
  default_env: { A: '1', B: '2' },
  default_backend_param: ['--a'],
  versions: [
    { name: 'v1', images: [{ framework: 'cuda', image_name: 'img:1' }], env: { X: '1' } },
    { name: 'v2', images: [{ framework: 'cpu', image_name: 'img:2' }] },
  ],
};

describe('diffDefinitions', () => {
  it('takes no definition for an empty one', () => {
    const only: BackendDefinition = { backend_name: 'x-custom', versions: [{ name: 'v1', images: [] }] };
    expect(diffDefinitions(undefined, only)).toEqual([
      { path: ['backend_name'], before: undefined, after: 'x-custom' },
      { path: ['versions', 'v1'], before: undefined, after: { name: 'v1', images: [] } },
    ]);
    expect(diffDefinitions(only, undefined)).toHaveLength(2);
    expect(diffDefinitions(undefined, undefined)).toEqual([]);
  });

  it('names every field that differs, variables and versions one by one', () => {
    const after: BackendDefinition = {
      ...before,
      description: undefined,
      default_version: 'v1',
      default_env: { A: '1', B: '3', C: '' },
      default_backend_param: ['--a', '--b'],
      versions: [
        { name: 'v1', images: [{ framework: 'cuda', image_name: 'img:1.1' }], env: {}, deprecated: '' },
        { name: 'v3', images: [{ framework: 'cpu', image_name: 'img:3' }] },
      ],
    };
    expect(diffDefinitions(before, after)).toEqual([
      { path: ['description'], before: 'old', after: undefined },
      { path: ['default_env', 'B'], before: '2', after: '3' },
      { path: ['default_env', 'C'], before: undefined, after: '' },
      { path: ['default_backend_param'], before: ['--a'], after: ['--a', '--b'] },
      { path: ['default_version'], before: undefined, after: 'v1' },
      { path: ['versions', 'v1', 'images', 'cuda'], before: 'img:1', after: 'img:1.1' },
      { path: ['versions', 'v1', 'env', 'X'], before: '1', after: undefined },
      { path: ['versions', 'v1', 'deprecated'], before: undefined, after: '' },
      { path: ['versions', 'v2'], before: before.versions[1], after: undefined },
      { path: ['versions', 'v3'], before: undefined, after: after.versions[1] },
    ]);
  });

  it('tells of a new order, but not because something was added', () => {
    const [first, second] = before.versions;
    const third = { name: 'v0', images: [{ framework: 'cpu', image_name: 'a' }] };
    if (!first || !second) throw new Error('two versions are needed');
    expect(diffDefinitions(before, { ...before, versions: [second, first] })).toEqual([
      { path: ['versions'], before: ['v1', 'v2'], after: ['v2', 'v1'] },
    ]);
    expect(diffDefinitions(before, { ...before, versions: [third, first, second] })).toHaveLength(1);
  });

  it('finds nothing between equal definitions', () => {
    fc.assert(
      fc.property(definitionFor('built_in'), (definition) => {
        expect(diffDefinitions(definition, structuredClone(definition))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
