import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoteCommand } from './quote-command.js';
import { splitCommand } from './split-command.js';

it('quotes only what needs it', () => {
  expect(quoteCommand(['serve', '--port=1', 'a b', "it's", '', '$HOME', '*'])).toBe(
    `serve --port=1 'a b' 'it'\\''s' '' '$HOME' '*'`,
  );
});

it('is read back as the same words', () => {
  const word = fc.string().filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(splitCommand(quoteCommand(words))).toEqual({ ok: true, value: words });
    }),
  );
});
