import { err } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { ParameterFormat } from '../command/parameter-format.js';
import { parametersToArgv } from '../command/parameters-to-argv.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface ParameterVector extends Vector {
  readonly parameters: readonly string[] | null;
  readonly parameter_format: ParameterFormat | null;
}

describe('turning parameters into arguments', () => {
  it.each(vectors<ParameterVector>('params'))('%s', (_, vector) => {
    const result = parametersToArgv(vector.parameters ?? [], vector.parameter_format);
    const answer = answerOf(result.ok ? result : err(result.error.error));
    expect(rightAnswers(vector)).toContainEqual(answer);
  });
});
