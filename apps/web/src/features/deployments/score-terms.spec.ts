import { describe, expect, it } from 'vitest';
import { termsOf } from './score-terms.js';

describe('what a score is made of', () => {
  it('has a word for each part, first what outweighs the rest, and leaves out what counts nothing', () => {
    const said = termsOf({ load: -6, replicas: 0, cpuFallback: -100_000 });
    expect(said.map(({ word, value }) => [word, value])).toEqual([
      ['cpuFallback', -100_000],
      ['load', -6],
    ]);
  });

  it('shows a part that it does not know by its name, at the end', () => {
    const said = termsOf({ fragmentation: -3, replicas: -1000 });
    expect(said.map(({ name, word }) => [name, word])).toEqual([
      ['replicas', 'replicas'],
      ['fragmentation', undefined],
    ]);
  });
});
