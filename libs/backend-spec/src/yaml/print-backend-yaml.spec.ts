import { describe, expect, it } from 'vitest';
import { printBackendYaml } from './print-backend-yaml.js';

describe('printBackendYaml', () => {
  it('prints the fields of the peer and keeps texts texts', () => {
    const yaml = printBackendYaml({
      backend_name: 'my-custom',
      default_version: '1.10',
      default_run_command: '{{model_path}} --port {{port}}',
      default_env: { DEBUG: 'True', PORT: '8080' },
      versions: [
        { name: '1.10', images: [{ framework: 'cuda', image_name: 'img:1.10' }], run_command: 'a\nb\n', env: {} },
        { name: 'v2', images: [{ framework: 'cpu', image_name: 'img' }], deprecated: 'use 1.10' },
      ],
    });
    expect(yaml).toBe(`backend_name: my-custom
default_version: '1.10'
default_run_command: '{{model_path}} --port {{port}}'
default_env:
  DEBUG: 'True'
  PORT: '8080'
version_configs:
  '1.10':
    image_name: img:1.10
    custom_framework: cuda
    run_command: |
      a
      b
    env: {}
  v2:
    image_name: img
    custom_framework: cpu
    deprecated: use 1.10
`);
  });

  it('prints the images of a version that has several', () => {
    const images = [
      { framework: 'cuda', image_name: 'a:cuda' },
      { framework: 'rocm', image_name: 'a:rocm' },
    ];
    expect(printBackendYaml({ backend_name: 'vLLM', versions: [{ name: 'v1', images, built_in: true }] })).toContain(
      `    images:
      - framework: cuda
        image_name: a:cuda
      - framework: rocm
        image_name: a:rocm
`,
    );
  });
});
