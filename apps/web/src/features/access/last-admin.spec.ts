import type { TokenView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { isLastAdmin } from './last-admin.js';

const token = (name: string, more: Partial<TokenView> = {}): TokenView => ({
  name,
  role: 'admin',
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'user:a',
  expiresAt: null,
  ...more,
});

describe('the last admin token', () => {
  it('is the only one that has no end', () => {
    const ends = token('for-a-day', { expiresAt: '2026-01-02T00:00:00Z' });
    const tokens = [token('bootstrap'), ends, token('pipeline', { role: 'operator' })];
    expect(tokens.filter(({ name }) => isLastAdmin(name, tokens)).map(({ name }) => name)).toEqual(['bootstrap']);
  });

  it('is none where another one is as good', () => {
    const tokens = [token('bootstrap'), token('second')];
    expect(tokens.some(({ name }) => isLastAdmin(name, tokens))).toBe(false);
  });
});
