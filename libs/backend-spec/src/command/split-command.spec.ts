import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommand } from './split-command.js';
import { cpuTime } from '../conformance/cpu-time.contract.js';

const quoted = (word: string) => `'${word.replaceAll("'", `'"'"'`)}'`;
const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));

describe('splitCommand', () => {
  it('gives quoted words back whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitCommand(words.map(quoted).join(' '))).toEqual({ ok: true, value: words });
      }),
    );
  });

  it('answers every text with words or a failure', () => {
    const special = fc.constantFrom(...Array.from('ab \t\n\r\\\'"$`{}|&;<>#*?~!=\0\uE000\uE0010'));
    fc.assert(
      fc.property(fc.string({ unit: special, maxLength: 40 }), (text) => {
        const result = splitCommand(text);
        expect(result.ok || ['unclosed_quote', 'trailing_escape', 'nul_character'].includes(result.error.code)).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it.each([
    ['serve "a', 6],
    ["a 'b' 'c", 6],
    ['a\\', 1],
    ['a\0b', 1],
  ])('says where %j goes wrong', (text, position) => {
    const result = splitCommand(text);
    expect(!result.ok && result.error.position).toBe(position);
  });

  it.each([
    ['a word of five million letters', 'a'.repeat(5_000_000), 1],
    ['a word of half a million quotes', `''""`.repeat(250_000), 1],
    ['half a million words', '| '.repeat(500_000), 500_000],
  ])(
    'splits %s in time',
    (_, text, count) => {
      const started = cpuTime();
      const result = splitCommand(text);
      expect(result.ok && result.value.length).toBe(count);
      expect(cpuTime() - started).toBeLessThan(5000);
    },
    60_000,
  );
});
