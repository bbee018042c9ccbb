import type { BackendSummary } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { arranged, frameworksIn } from './backend-order.js';

const backend = (name: string, more: Partial<BackendSummary> = {}): BackendSummary => ({
  name,
  source: 'custom',
  revision: 1,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  updatedBy: 'user:a',
  frameworks: ['cuda'],
  versions: ['1'],
  hasIcon: false,
  deployments: 0,
  ...more,
});
const backends = [
  backend('b', { deployments: 3, source: 'built_in', frameworks: ['rocm', 'cuda'] }),
  backend('a', { updatedAt: '2026-02-01T00:00:00Z', frameworks: ['cpu'] }),
  backend('c', { deployments: null, updatedAt: '2026-01-15T00:00:00Z' }),
];
const names = (filter: Parameters<typeof arranged>[1]) => arranged(backends, filter).map(({ name }) => name);

describe('the list of backends', () => {
  it('is by name unless said otherwise', () => expect(names({})).toEqual(['a', 'b', 'c']));
  it('shows first what changed last', () => expect(names({ sort: 'changed' })).toEqual(['a', 'c', 'b']));
  it('shows first what is used most; use that is not known counts as none', () =>
    expect(names({ sort: 'use' })).toEqual(['b', 'a', 'c']));
  it('keeps what has the source and the framework', () => {
    expect(names({ source: 'custom' })).toEqual(['a', 'c']);
    expect(names({ framework: 'cuda' })).toEqual(['b', 'c']);
  });
  it('offers every framework once', () => expect(frameworksIn(backends)).toEqual(['cpu', 'cuda', 'rocm']));
});
