import { describe, expect, it } from 'vitest';
import { printBackendYaml } from '../yaml/print-backend-yaml.js';
import { parseBackendYaml } from '../yaml/parse-backend-yaml.js';
import { acceptedCodes } from './outcome.contract.js';
import { asVector, importVector, type YamlVector } from './yaml-vector.contract.js';
import { vectors } from './vectors.contract.js';

describe('importing YAML', () => {
  it.each(vectors<YamlVector>('yaml'))('%s', (_, vector) => {
    const started = performance.now();
    const result = importVector(vector);
    expect(performance.now() - started).toBeLessThan(1000);
    if (result.ok) {
      expect({ ok: asVector(result.value) }).toEqual({ ok: vector.expected.ok });
      expect(parseBackendYaml(printBackendYaml(result.value), vector.mode)).toEqual(result);
      return;
    }
    const codes = acceptedCodes(vector);
    for (const error of result.error) {
      expect(codes).toContain(error.code);
      expect(error.line).toBeGreaterThan(0);
      expect(error.column).toBeGreaterThan(0);
    }
    const first = result.error.find(({ code }) => code === vector.expected.error);
    if (first) expect(first.path).toEqual(vector.expected.path ?? []);
    expect(result.error.length).toBeGreaterThan(0);
  });
});
