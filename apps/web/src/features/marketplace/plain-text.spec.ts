import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.js';

describe('a description on a card', () => {
  it.each([
    ['Serves **GGUF** with `llama`', 'Serves GGUF with llama'],
    ['# Title\n\n- see [the docs](https://example.com)\n- more', 'Title see the docs more'],
    ['2 * 3 is_a_name <b>', '2 * 3 is_a_name <b>'],
  ])('%j has no marks', (markdown, text) => expect(plainText(markdown)).toBe(text));
});
