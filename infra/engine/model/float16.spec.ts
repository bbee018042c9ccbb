import { describe, expect, it } from 'vitest';
import { toFloat16 } from './float16.mjs';

describe('toFloat16', () => {
  it.each([
    [0, 0x0000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.5, 0x3800],
    [65_504, 0x7bff],
    [1e9, 0x7c00],
    [-1e9, 0xfc00],
    [1e-9, 0x0000],
  ])('writes %d', (value, bits) => {
    expect(toFloat16(value)).toBe(bits);
  });
});
