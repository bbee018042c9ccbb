import { describe, expect, it } from 'vitest';
import { noAnswer, speedOf, withChunk } from './answer-progress.js';

const chunk = (content: string, finish: string | null = null) => ({
  choices: [{ delta: { content }, finish_reason: finish }],
});

describe('an answer that comes in pieces', () => {
  const chunks: Parameters<typeof withChunk>[1][] = [
    { choices: [{ delta: { role: 'assistant' } }] },
    chunk('You '),
    chunk('said: '),
    chunk('', 'stop'),
    { choices: [], usage: { completion_tokens: 11 } },
  ];
  const whole = chunks.reduce((progress, each, index) => withChunk(progress, each, index * 500), noAnswer);

  it('is what its pieces say', () => expect(whole).toMatchObject({ text: 'You said: ', pieces: 2, finish: 'stop' }));
  it('has its first token with the first text', () => expect(whole.firstMs).toBe(500));
  it('is as fast as its tokens came after the first', () => expect(speedOf(whole)).toBe(20));
  it('is as fast as its pieces where nobody counts tokens', () =>
    expect(speedOf({ ...whole, tokens: undefined })).toBe(2));
  it('has no speed before there are two', () => expect(speedOf(withChunk(noAnswer, chunk('a'), 5))).toBeUndefined());
});
