import { expect, it } from 'vitest';
import { advice, refusalsOf } from './refusals.js';

const warning = (code: string, refuses?: boolean) => ({ code, detail: '', ...(refuses ? { refuses } : {}) });

it('tells what a creation would be refused for from what is only advice', () => {
  const warnings = [warning('model-source-unavailable', true), warning('image-not-found')];
  expect(refusalsOf({ warnings, nameTaken: warning('name-taken', true) }).map(({ code }) => code)).toEqual([
    'name-taken',
    'model-source-unavailable',
  ]);
  expect(advice({ warnings })).toEqual([warning('image-not-found')]);
  expect(refusalsOf({ warnings: [] })).toEqual([]);
});
