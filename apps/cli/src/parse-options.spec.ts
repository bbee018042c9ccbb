import { describe, expect, it } from 'vitest';
import { durationSeconds, keyValue, memoryMib, positiveNumber, wholeNumber } from './parse-options.js';

it.each([
  ['512', 512],
  ['512MiB', 512],
  ['16GiB', 16_384],
  ['16g', 16_384],
  ['1.5Gi', 1536],
  ['8 GiB', 8192],
])('reads %s as %d MiB', (text, mib) => {
  expect(memoryMib(text)).toBe(mib);
});

it.each(['', 'much', '-1GiB', '1TB', '0', '1GiB2'])('does not take %j for an amount of memory', (text) => {
  expect(() => memoryMib(text)).toThrow(/must be (like|at least)/);
});

it.each([
  ['90s', 90],
  ['15m', 900],
  ['12h', 43_200],
  ['30d', 2_592_000],
])('reads %s as %d seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

it.each(['', '10', '0s', '-5m', '1w', '1.5h'])('does not take %j for a duration', (text) => {
  expect(() => durationSeconds(text)).toThrow('must be like');
});

describe('KEY=VALUE', () => {
  it('splits at the first = and adds to what came before', () => {
    expect(keyValue('A=b=c', { X: 'y' })).toEqual({ X: 'y', A: 'b=c' });
    expect(keyValue('A=')).toEqual({ A: '' });
  });

  it.each(['A', '=b', ''])('needs a name and an =: not %j', (text) => {
    expect(() => keyValue(text)).toThrow('KEY=VALUE');
  });
});

it('takes whole numbers from the least on', () => {
  expect(wholeNumber(0)('0')).toBe(0);
  for (const text of ['', '-1', '1.5', '1e3', 'x', '99999999999999999999']) {
    expect(() => wholeNumber(0)(text)).toThrow('whole number');
  }
  expect(() => wholeNumber(1)('0')).toThrow('at least 1');
});

it('takes numbers above 0', () => {
  expect(positiveNumber('0.5')).toBe(0.5);
  for (const text of ['', '0', '-1', 'x', 'Infinity']) expect(() => positiveNumber(text)).toThrow('above 0');
});
