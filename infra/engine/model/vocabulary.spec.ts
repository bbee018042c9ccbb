import { describe, expect, it } from 'vitest';
import { corpus } from './corpus.mjs';
import { phrasesOf } from './vocabulary.mjs';

describe('the phrases of a paragraph', () => {
  it('are the shortest runs of words that occur once', () => {
    const texts = ['the cat sat', 'the dog sat'];
    expect(phrasesOf('the cat sat', texts)).toEqual(['the cat', 'sat']);
    expect(phrasesOf('the dog sat', texts)).toEqual(['the dog', 'sat']);
  });

  const texts = corpus.map(({ text }) => text);
  it.each(texts)('say the paragraph again: %s', (text) => {
    expect(phrasesOf(text, texts).join(' ')).toBe(text);
  });

  it('never meet in two paragraphs, so that each has one successor', () => {
    const all = texts.flatMap((text) => phrasesOf(text, texts));
    expect(all.filter((phrase, index) => all.indexOf(phrase) !== index)).toEqual([]);
  });
});
