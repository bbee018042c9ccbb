import { ok, err } from '@enginehouse/contracts';
import { describe, it } from 'vitest';
import type { ParameterFormat } from '../command/parameter-format.js';
import { parametersToArgv } from '../command/parameters-to-argv.js';
import { expectOutcome } from './outcome.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface ParameterVector extends Vector {
  readonly parameters: readonly string[] | null;
  readonly parameter_format: ParameterFormat | null;
}

describe('turning parameters into arguments', () => {
  it.each(vectors<ParameterVector>('params'))('%s', (_, vector) => {
    const result = parametersToArgv(vector.parameters ?? [], vector.parameter_format);
    expectOutcome(vector, result.ok ? ok(result.value) : err(result.error.error));
  });
});
