import { definitionWarnings, importBackendYaml, printBackendYaml } from '@enginehouse/backend-spec';
import { frameworks } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { loadBuiltIns, parseBuiltIns } from './load-built-ins.js';

const shipped = await loadBuiltIns();

it('offers official images for several frameworks', () => {
  const images = shipped.flatMap((backend) => backend.versions.flatMap((version) => version.images));
  expect(images.every(({ framework }) => (frameworks as readonly string[]).includes(framework))).toBe(true);
  expect(new Set(images.map(({ framework }) => framework))).toEqual(new Set(['cuda', 'rocm', 'cann', 'cpu']));
});

it('marks every version as built in', () => {
  expect(shipped.flatMap((backend) => backend.versions).every((version) => version.built_in)).toBe(true);
});

it.each(shipped.map((backend) => [backend.backend_name, backend] as const))(
  '%s gives no warning and comes back from its own export',
  (_name, backend) => {
    expect(definitionWarnings(backend)).toEqual([]);
    expect(importBackendYaml(printBackendYaml(backend), 'built_in')).toEqual({ ok: true, value: backend });
  },
);

it('does not start with a document that is not valid', () => {
  expect(() => parseBuiltIns('backend_name: vLLM\n')).toThrow('version_configs');
});
