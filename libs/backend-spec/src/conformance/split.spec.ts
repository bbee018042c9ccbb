import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../command/split-command.js';
import { expectOutcome } from './outcome.contract.js';
import { generate, vectors, type GeneratedText, type Vector } from './vectors.contract.js';

interface SplitVector extends Vector {
  readonly input?: string;
  readonly input_gen?: GeneratedText;
}

const digest = (words: readonly string[]) => ({
  argc: words.length,
  sha256_nul_joined: createHash('sha256').update(words.join('\0'), 'utf8').digest('hex'),
});

describe('splitting a command into words', () => {
  it.each(vectors<SplitVector>('split'))('%s', (_, vector) => {
    const started = performance.now();
    const result = splitCommand(vector.input ?? (vector.input_gen ? generate(vector.input_gen) : ''));
    expect(performance.now() - started).toBeLessThan(1000);
    if (result.ok && vector.expected.ok_digest) expect(digest(result.value)).toEqual(vector.expected.ok_digest);
    else expectOutcome(vector, result);
  });
});
