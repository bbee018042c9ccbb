import { expect, it } from 'vitest';
import { nameInYaml } from './name-in-yaml.js';

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
  ['with a hash in it', 'backend_name: "a # b"\n', 'a # b'],
])('finds the name in YAML: %s', (_what, yaml, name) => {
  expect(nameInYaml(yaml)).toBe(name);
});
