import { problemOf } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { detailOf, marksOf } from './problem-text.js';

const errors = [
  { code: 'too-small', path: ['replicas'], detail: 'must be at least 0' },
  { code: 'missing-field', path: ['name'], detail: 'is required' },
];

describe('what a problem says', () => {
  it('is said once, where the fields at fault say it already', () => {
    expect(
      detailOf(problemOf('invalid-input', 'replicas: must be at least 0 (and 1 more)', { errors })),
    ).toBeUndefined();
    expect(detailOf(problemOf('invalid-input', 'replicas: must be at least 0', { errors: errors.slice(0, 1) }))).toBe(
      undefined,
    );
  });
  it('is said where it tells more, or nothing else does', () => {
    expect(detailOf(problemOf('name-taken', 'There is one already.', { errors }))).toBe('There is one already.');
    expect(detailOf(problemOf('invalid-input', 'replicas: no'))).toBe('replicas: no');
  });
  it('names the id in the logs only for what the logs explain', () => {
    const correlationId = 'an-id';
    expect(marksOf(problemOf('internal', 'x', { correlationId }))).toBe('internal · an-id');
    expect(marksOf(problemOf('invalid-input', 'x', { correlationId }))).toBe('invalid-input');
  });
});
