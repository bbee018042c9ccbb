import { describe, expect, it } from 'vitest';
import { failuresIn } from './failures.mjs';

const passed = { fullName: 'adds', status: 'passed', failureMessages: [] };
const failed = {
  fullName: 'subtracts',
  status: 'failed',
  failureMessages: ['expected 1 to be 2\n    at sum.spec.ts:3'],
};

describe('what npm test says again at its end', () => {
  it('names a failed test with its rung, file and message', () => {
    const report = {
      testResults: [{ name: '/p/a/sum.spec.ts', status: 'failed', assertionResults: [passed, failed] }],
    };
    expect(failuresIn('unit', report, '/p')).toEqual([
      'unit a/sum.spec.ts: subtracts\nexpected 1 to be 2\n    at sum.spec.ts:3',
    ]);
  });

  it('names a file that failed before its tests', () => {
    const report = {
      testResults: [{ name: '/p/a.spec.ts', status: 'failed', message: 'no such module', assertionResults: [] }],
    };
    expect(failuresIn('int', report, '/p')).toEqual(['int a.spec.ts: no such module']);
  });

  it('is silent where nothing failed, and where there is no report', () => {
    const report = { testResults: [{ name: '/p/a.spec.ts', status: 'passed', assertionResults: [passed] }] };
    expect(failuresIn('unit', report, '/p')).toEqual([]);
    expect(failuresIn('unit', {}, '/p')).toEqual([]);
  });
});
