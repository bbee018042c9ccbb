import { describe, expect, it } from 'vitest';
import { mibOf, numberOf } from './amounts.js';

describe('an amount of memory', () => {
  it.each([
    ['16', 16_384],
    ['16 GiB', 16_384],
    ['1.5g', 1536],
    ['1,5 GiB', 1536],
    ['16 GB', 15_259],
    ['900gb', 858_307],
    ['512 MB', 488],
    ['1 TB', 953_674],
    ['4000 kB', 4],
    ['512M', 512],
    ['512 MiB', 512],
    ['2 TiB', 2_097_152],
    ['2048k', 2],
  ])('%j is %d MiB', (text, mib) => expect(mibOf(text)).toBe(mib));
  it('is left out where nothing is typed', () => expect(mibOf(' ')).toBeUndefined());
  it.each(['much', '1 2', '-4', '4 PiB', '0x10'])('%j is none', (text) => expect(mibOf(text)).toBeNaN());
});

describe('a number', () => {
  it('is left out where nothing is typed', () => expect(numberOf('')).toBeUndefined());
  it('is what was typed', () => expect(numberOf(' 0.5 ')).toBe(0.5));
  it('is none where it cannot be read', () => expect(numberOf('two')).toBeNaN());
});
