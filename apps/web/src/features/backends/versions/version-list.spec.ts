import type { BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { arrangedVersions, frameworksOfVersions, imageParts, isWithdrawn } from './version-list.js';

const version = (name: string, frameworks: readonly string[], deprecated?: string) => ({
  name,
  images: frameworks.map((framework) => ({ framework, image_name: `engine:${name}` })),
  ...(deprecated === undefined ? {} : { deprecated }),
});
const definition: BackendDefinition = {
  backend_name: 'engine-custom',
  versions: [
    version('1.2', ['cuda']),
    version('1.10', ['cuda', 'rocm']),
    version('1.9', ['cpu'], 'use 1.10'),
    version('1.1', ['cpu'], 'withdrawn by community on 2026-11-23'),
  ],
};
const names = (framework?: string) => {
  const { offered, deprecated } = arrangedVersions(definition, framework);
  return [offered.map(({ name }) => name), deprecated.map(({ name }) => name)];
};

describe('the versions of a backend', () => {
  it('are shown newest first, the deprecated ones apart', () =>
    expect(names()).toEqual([
      ['1.10', '1.2'],
      ['1.9', '1.1'],
    ]));
  it('are those with an image for the framework', () => {
    expect(names('rocm')).toEqual([['1.10'], []]);
    expect(names('cpu')).toEqual([[], ['1.9', '1.1']]);
  });
  it('offer every framework once', () => expect(frameworksOfVersions(definition)).toEqual(['cpu', 'cuda', 'rocm']));
  it('are withdrawn where their source took them back, not where a person deprecated them', () =>
    expect(definition.versions.map(isWithdrawn)).toEqual([false, false, false, true]));
});

it('takes the digest of an image apart', () => {
  expect(imageParts('repo/engine:1@sha256:ab')).toEqual({ image: 'repo/engine:1', digest: 'sha256:ab' });
  expect(imageParts('repo/engine:1')).toEqual({ image: 'repo/engine:1', digest: undefined });
});
