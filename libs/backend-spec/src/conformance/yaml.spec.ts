import type { BackendDefinition, Result } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { SpecError } from '../errors/spec-error.js';
import { parseBackendYaml } from '../yaml/parse-backend-yaml.js';
import { printBackendYaml } from '../yaml/print-backend-yaml.js';
import { acceptedCodes } from './outcome.contract.js';
import { vectors } from './vectors.contract.js';
import { asVector, documentOf, type YamlVector } from './yaml-vector.contract.js';
import { cpuTime } from './cpu-time.contract.js';

const all = vectors<YamlVector>('yaml');
const isAccepted = ({ expected }: YamlVector) => 'ok' in expected;

/** Imports in time, whatever comes out. */
function imported(vector: YamlVector): Result<BackendDefinition, SpecError[]> {
  const document = documentOf(vector);
  const started = cpuTime();
  const result = parseBackendYaml(document, vector.mode);
  expect(cpuTime() - started).toBeLessThan(1000);
  return result;
}

describe('importing YAML', () => {
  it.each(all.filter(([, vector]) => isAccepted(vector)))('%s', (_, vector) => {
    const result = imported(vector);
    expect(result.ok && asVector(result.value)).toEqual(vector.expected.ok);
    const printed = result.ok ? printBackendYaml(result.value) : '';
    expect(parseBackendYaml(printed, vector.mode)).toEqual(result);
  });

  it.each(all.filter(([, vector]) => !isAccepted(vector)))('%s', (_, vector) => {
    const result = imported(vector);
    const errors = result.ok ? [] : result.error;
    expect(errors).not.toEqual([]);
    expect(acceptedCodes(vector)).toEqual(expect.arrayContaining(errors.map(({ code }) => code)));
    expect(errors.every(({ line = 0, column = 0 }) => line > 0 && column > 0)).toBe(true);
    const wanted = errors.find(({ code }) => code === vector.expected.error);
    expect(wanted?.path ?? vector.expected.path).toEqual(vector.expected.path);
  });
});
