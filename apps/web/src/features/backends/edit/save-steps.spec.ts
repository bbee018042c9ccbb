import type { BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { saveSteps } from './save-steps.js';

const base: BackendDefinition = {
  backend_name: 'x',
  description: 'd',
  default_version: '1',
  versions: [{ name: '1', images: [{ framework: 'cpu', image_name: 'a:1' }], deprecated: 'old' }],
};
const { description: _description, default_version: _default, ...bare } = base;

describe('saving', () => {
  it('is nothing where nothing changed', () => expect(saveSteps(base, base, 'custom')).toEqual([]));

  it('is one request for a custom backend, which says all there is', () =>
    expect(saveSteps(base, bare, 'custom').map(({ kind }) => kind)).toEqual(['apply']));

  it('clears fields of a built-in backend by name, for there silence keeps them', () =>
    expect(saveSteps(base, bare, 'built_in')).toEqual([
      expect.objectContaining({ kind: 'describe', changes: { description: null } }),
      expect.objectContaining({ kind: 'no-default', after: bare }),
    ]));

  it('ends a deprecation by name, then applies the rest', () => {
    const wanted = {
      ...base,
      description: 'e',
      versions: base.versions.map(({ deprecated: _old, ...version }) => version),
    };
    expect(saveSteps(base, wanted, 'community')).toMatchObject([{ kind: 'restore', version: '1' }, { kind: 'apply' }]);
  });
});
