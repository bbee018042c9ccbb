import { existsSync, readFileSync } from 'node:fs';
import { documentOf, type YamlVector } from '@enginehouse/backend-spec/testing';
import type { BackendView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { cli } from './support/cli.js';
import { unique } from './support/backends.js';

/** GPUStack's community backends are not part of this repository; they are read beside it where they are. */
const file = new URL('../../../../shared/data/real-backends.json', import.meta.url);
const isThere = existsSync(file);
const real: readonly YamlVector[] = isThere ? JSON.parse(readFileSync(file, 'utf8')).vectors : [];

/** A team's own copy: the same definition under a name that a custom backend may have. */
const renamed = (yaml: string, name: string) => yaml.replace(/^backend_name:.*$/m, `backend_name: ${name}`);

async function yamlOf(name: string): Promise<string> {
  return (await api<string>('GET', `/v1/backends/${name}`, { headers: { accept: 'application/yaml' } })).body;
}
const definitionOf = async (name: string) => (await api<BackendView>('GET', `/v1/backends/${name}`)).body.definition;

describe.skipIf(!isThere)('a real backend, exported and imported (skipped where ../shared/data is absent)', () => {
  it.each(real.map((vector) => [vector.note, vector] as const))('%s: by the API', async (_, vector) => {
    const name = `${unique('real')}-custom`;
    const yaml = renamed(String(documentOf(vector)), name);
    expect(await api('POST', '/v1/backends', { yaml })).toMatchObject({ status: 201 });
    const first = await definitionOf(name);
    const exported = await yamlOf(name);
    await api('DELETE', `/v1/backends/${name}`);
    expect(await api('POST', '/v1/backends', { yaml: exported })).toMatchObject({ status: 201 });
    expect(await definitionOf(name)).toEqual(first);
    expect(await yamlOf(name)).toBe(exported);
  });

  it.each(real.slice(0, 3).map((vector) => [vector.note, vector] as const))('%s: by the CLI', async (_, vector) => {
    const name = `${unique('real')}-custom`;
    const yaml = renamed(String(documentOf(vector)), name);
    expect(await cli(['backend', 'apply', '-f', '-'], { input: yaml })).toMatchObject({ code: 0 });
    const exported = await cli(['backend', 'get', name, '-o', 'yaml']);
    const again = await cli(['backend', 'apply', '-f', '-'], { input: exported.out });
    expect(again.out).toContain('unchanged');
  });
});
