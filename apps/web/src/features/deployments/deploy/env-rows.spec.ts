import type { BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { inheritedOf, replacedBy } from './env-rows.js';

const definition: BackendDefinition = {
  backend_name: 'x-custom',
  default_env: { A: 'backend', B: 'backend', HF_TOKEN: '********' },
  versions: [{ name: '1', images: [{ framework: 'cpu', image_name: 'x' }], env: { B: 'version' } }],
};

describe('the variables that come along', () => {
  it('are those of the backend, with those of the version over them', () =>
    expect(inheritedOf(definition, '1', []).map(({ name, value, origin }) => [name, value, origin])).toEqual([
      ['A', 'backend', 'backend'],
      ['B', 'version', 'version'],
      ['HF_TOKEN', '********', 'backend'],
    ]));
  it('are known to be secret by their names', () =>
    expect(
      inheritedOf(definition, '1', [])
        .filter(({ isSecret }) => isSecret)
        .map(({ name }) => name),
    ).toEqual(['HF_TOKEN']));
  it('are not those that the person gives', () =>
    expect(inheritedOf(definition, null, [{ name: 'A', value: 'mine' }]).map(({ name }) => name)).toEqual([
      'B',
      'HF_TOKEN',
    ]));
  it('are none without a backend', () => expect(inheritedOf(undefined, undefined, [])).toEqual([]));
});

it("tells which levels a person's variable replaces", () => {
  expect(replacedBy(definition, '1', 'B')).toEqual(['backend', 'version']);
  expect(replacedBy(definition, '1', 'NEW')).toEqual([]);
});
