import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../command/split-command.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { generate, vectors, type GeneratedText, type Vector } from './vectors.contract.js';
import { cpuTime } from './cpu-time.contract.js';

interface SplitVector extends Vector {
  readonly input?: string;
  readonly input_gen?: GeneratedText;
}

const digest = (words: readonly string[]) => ({
  argc: words.length,
  sha256_nul_joined: createHash('sha256').update(words.join('\0'), 'utf8').digest('hex'),
});

const inputOf = ({ input, input_gen }: SplitVector) => input ?? (input_gen ? generate(input_gen) : '');
const all = vectors<SplitVector>('split');
const isLong = ({ expected }: SplitVector) => expected.ok_digest !== undefined;

describe('splitting a command into words', () => {
  it.each(all.filter(([, vector]) => !isLong(vector)))('%s', (_, vector) => {
    expect(rightAnswers(vector)).toContainEqual(answerOf(splitCommand(inputOf(vector))));
  });

  it.each(all.filter(([, vector]) => isLong(vector)))('%s', (_, vector) => {
    const started = cpuTime();
    const result = splitCommand(inputOf(vector));
    expect(cpuTime() - started).toBeLessThan(1000);
    expect(result.ok && digest(result.value)).toEqual(vector.expected.ok_digest);
  });
});
