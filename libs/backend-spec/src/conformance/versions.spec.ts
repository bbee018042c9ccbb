import { describe, expect, it } from 'vitest';
import { compareVersions } from '../versions/compare-versions.js';
import { resolveVersion } from '../versions/resolve-version.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface CompareVector extends Vector {
  readonly a: string | null;
  readonly b: string | null;
}

interface ResolveVector extends Vector {
  readonly backend: {
    readonly is_built_in: boolean;
    readonly default_version: string | null;
    readonly versions: readonly string[];
  };
  readonly requested: string | null;
}

describe('comparing versions', () => {
  it.each(vectors<CompareVector>('versions', 'compare'))('%s', (_, vector) => {
    expect({ ok: compareVersions(vector.a, vector.b) }).toEqual(vector.expected);
  });
});

describe('resolving a version', () => {
  it.each(vectors<ResolveVector>('versions', 'resolve'))('%s', (_, vector) => {
    const { versions, default_version: defaultVersion, is_built_in: isBuiltIn } = vector.backend;
    const result = resolveVersion({ versions, requested: vector.requested, defaultVersion, isBuiltIn });
    expect(rightAnswers(vector)).toContainEqual(answerOf(result));
  });
});
