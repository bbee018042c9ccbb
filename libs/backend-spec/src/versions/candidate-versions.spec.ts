import type { BackendVersion } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { candidateVersions, frameworksOf } from './candidate-versions.js';
import { resolveVersion } from './resolve-version.js';

const version = (name: string, framework: string, deprecated?: string): BackendVersion => ({
  name,
  images: [{ framework, image_name: 'a' }],
  ...(deprecated === undefined ? {} : { deprecated }),
});

const versions = [version('1.9', 'cuda'), version('1.10', 'rocm'), version('2.0', 'cuda', 'too new')];

describe('candidateVersions', () => {
  it('offers the latest first and leaves out what is deprecated', () => {
    const names = candidateVersions({ backend_name: 'a-custom', versions }).map(({ name }) => name);
    expect(names).toEqual(['1.10', '1.9']);
  });

  it('offers nothing but the default version where there is one', () => {
    const names = candidateVersions({ backend_name: 'a-custom', default_version: '1.9', versions }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['1.9']);
  });

  it('passes over a default version that was deprecated', () => {
    const names = candidateVersions({ backend_name: 'a-custom', default_version: '2.0', versions }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['1.10', '1.9']);
  });
});

describe('frameworksOf', () => {
  it('names each framework once', () => {
    expect(frameworksOf({ versions })).toEqual(['cuda', 'rocm']);
  });
});

describe('resolveVersion', () => {
  it('suggests the version that was meant', () => {
    const result = resolveVersion({ versions: ['v0.11.0', 'v0.10.0'], requested: 'v0.11.O' });
    expect(!result.ok && result.error.hint).toBe('Did you mean v0.11.0?');
  });
});
