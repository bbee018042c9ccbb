import type { BackendSummary, BackendVersion } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { backendChoices, versionChoices } from './choices.js';

const backend = (name: string, source: BackendSummary['source']): BackendSummary => ({
  name,
  source,
  revision: 1,
  createdAt: '',
  updatedAt: '',
  updatedBy: '',
  description: 'One.\nTwo.',
  frameworks: name === 'Custom' ? [] : ['cuda', 'cpu'],
  versions: [],
  hasIcon: false,
});

it('offers backends by source, and Custom last of the built-in ones', () => {
  const all = [
    backend('x-custom', 'custom'),
    backend('Custom', 'built_in'),
    backend('vLLM', 'built_in'),
    backend('llama', 'community'),
  ];
  expect(backendChoices(all, (source) => source)).toEqual([
    { value: 'vLLM', label: 'vLLM', group: 'built_in', detail: 'cuda, cpu' },
    { value: 'Custom', label: 'Custom', group: 'built_in', detail: 'One.' },
    { value: 'llama', label: 'llama', group: 'community', detail: 'cuda, cpu' },
    { value: 'x-custom', label: 'x-custom', group: 'custom', detail: 'cuda, cpu' },
  ]);
});

const version = (name: string, more: Partial<BackendVersion> = {}): BackendVersion => ({
  name,
  images: [{ framework: 'cuda', image_name: `e:${name}` }],
  ...more,
});

describe('the versions of a backend', () => {
  const two = [
    { framework: 'cuda', image_name: 'e' },
    { framework: 'cpu', image_name: 'f' },
  ];
  const choices = versionChoices(
    [version('2', { built_in: true, images: two }), version('0', { deprecated: 'Take 2.' }), version('1-custom')],
    (group) => group,
  );
  it('come in groups, with what they need', () =>
    expect(choices.map(({ value, group, detail }) => [value, group, detail])).toEqual([
      ['1-custom', 'added', 'cuda · e:1-custom'],
      ['2', 'builtIn', 'cuda, cpu'],
      ['0', 'deprecated', 'cuda · e:0 · Take 2.'],
    ]));
  it('that are deprecated cannot be chosen', () =>
    expect(choices.filter(({ disabled }) => disabled).map(({ value }) => value)).toEqual(['0']));
});
