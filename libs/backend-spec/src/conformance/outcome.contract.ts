import type { Result } from '@enginehouse/contracts';
import { expect } from 'vitest';
import type { Vector } from './vectors.contract.js';

/** Checks a result that is a value or one failure. */
export function expectOutcome(vector: Vector, result: Result<unknown, { readonly code: string }>): void {
  if (result.ok) {
    expect({ ok: result.value }).toEqual({ ok: vector.expected.ok });
    return;
  }
  expect(acceptedCodes(vector)).toContain(result.error.code);
}

/** Every error code that is a right answer to a vector. */
export const acceptedCodes = ({ expected, also_accept = [], may_reject }: Vector): readonly string[] =>
  [expected.error, ...also_accept, may_reject].filter((code) => code !== undefined);
