import { expect, it } from 'vitest';
import { nameInYaml, readDocument } from './documents.js';
import type { Io } from './io.js';

const read = (stdin: string) => readDocument({ readStdin: () => Promise.resolve(stdin) } as unknown as Io, '-');
const versions = 'version_configs:\n  v1: {image_name: "e:1", custom_framework: cpu}\n';

it.each([
  ['plain', `backend_name: engine-custom\n${versions}`, 'engine-custom'],
  ['quoted, at the end', `${versions}"backend_name": 'engine-custom'\n`, 'engine-custom'],
  [
    'flow style',
    `{backend_name: engine-custom, version_configs: {v1: {image_name: "e:1", custom_framework: cpu}}}`,
    'engine-custom',
  ],
  ['a community name', `backend_name: MinerU\n${versions}`, 'MinerU'],
  [
    'a built-in name',
    'backend_name: vLLM\nversion_configs: {x-custom: {image_name: "e:1", custom_framework: cpu}}',
    'vLLM',
  ],
  ['with an error elsewhere', 'backend_name: engine-custom # mine\nversion_configs: {}\n', 'engine-custom'],
  ['none', versions, undefined],
  ['nested only', `versions:\n  backend_name: x\n`, undefined],
])('finds the name in YAML: %s', async (_what, content, name) => {
  await expect(read(content)).resolves.toMatchObject({ type: 'application/yaml', name, content });
});

it('knows JSON', async () => {
  await expect(read('{"backend_name":"engine-custom"}')).resolves.toMatchObject({
    type: 'application/json',
    name: 'engine-custom',
  });
});

it('does not take a name apart', () => {
  expect(nameInYaml('backend_name: "a # b"\n')).toBe('a # b');
});

it('refuses more than a server would read', async () => {
  await expect(read('x'.repeat(1024 * 1024 + 1))).rejects.toThrow('larger than 1 MiB');
});
