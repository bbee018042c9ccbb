import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { parseBackendYaml } from './parse-backend-yaml.js';
import { printBackendYaml } from './print-backend-yaml.js';

describe('printing and reading a backend', () => {
  it.each(['create', 'community', 'built_in'] as const)(
    'gives the same definition back (%s)',
    (mode) => {
      fc.assert(
        fc.property(definitionFor(mode), (definition) => {
          const printed = printBackendYaml(definition);
          expect(parseBackendYaml(printed, mode)).toEqual({ ok: true, value: definition });
          expect(parseBackendYaml(new TextEncoder().encode(printed), mode)).toEqual({ ok: true, value: definition });
        }),
        { numRuns: 3400 },
      );
    },
    120_000,
  );

  it('keeps the versions in their order, whatever their names are', () => {
    const versions = ['10', '9', '__proto__', '1'].map((name) => ({
      name,
      images: [{ framework: 'cpu', image_name: 'a' }],
    }));
    const read = parseBackendYaml(printBackendYaml({ backend_name: 'a-custom', versions }), 'create');
    expect(read.ok && read.value.versions.map(({ name }) => name)).toEqual(['10', '9', '__proto__', '1']);
  });
});
