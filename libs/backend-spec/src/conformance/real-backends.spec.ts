import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importBackendYaml } from '../yaml/parse-backend-yaml.js';
import { printBackendYaml } from '../yaml/print-backend-yaml.js';
import { asVector, documentOf, type YamlVector } from './yaml-vector.contract.js';

/** GPUStack's community backends are not part of this repository; they are read beside it where they are. */
const file = new URL('../../../../../shared/data/real-backends.json', import.meta.url);
const isThere = existsSync(file);
const real: readonly YamlVector[] = isThere ? JSON.parse(readFileSync(file, 'utf8')).vectors : [];

describe.skipIf(!isThere)('real community backends (skipped where ../shared/data is absent)', () => {
  it.each(real.map((vector) => [vector.note, vector] as const))('%s', (_, vector) => {
    const read = importBackendYaml(documentOf(vector), vector.mode);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(asVector(read.value)).toEqual(vector.expected.ok);
    expect(importBackendYaml(printBackendYaml(read.value), vector.mode)).toEqual(read);
  });
});
