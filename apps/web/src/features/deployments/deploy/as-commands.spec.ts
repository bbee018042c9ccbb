import { describe, expect, it } from 'vitest';
import { asCli, asCurl } from './as-commands.js';

const spec = {
  name: 'tiny',
  backend: 'vLLM',
  model: { source: 'local_path' as const, path: '/models/my model' },
  replicas: 2,
  parameters: ['--max-model-len=8192'],
  env: { HF_TOKEN: 'hf_secret', LEVEL: 'info' },
  resources: { gpus: 1, memoryMib: 2048 },
  startupTimeoutSeconds: 60,
};

describe('a deployment as the CLI command', () => {
  it('has a flag for everything that was said', () =>
    expect(asCli(spec)).toBe(`enginehouse deploy tiny \\
  --backend vLLM \\
  --model '/models/my model' \\
  --replicas 2 \\
  --param --max-model-len=8192 \\
  --env 'HF_TOKEN=<HF_TOKEN>' \\
  --env LEVEL=info \\
  --startup-timeout 60s \\
  --gpus 1 \\
  --memory 2048MiB`));
  it('is given as JSON where there is no flag for something', () =>
    expect(asCli({ ...spec, maxRestarts: 0 })).toMatch(
      /^enginehouse deploy -f - <<'EOF'\n\{[^]*"maxRestarts": 0\n\}\nEOF$/,
    ));
});

describe('a deployment as curl', () => {
  it('asks this installation', () =>
    expect(asCurl('https://e.example', spec)).toContain('https://e.example/v1/deployments'));
  it('holds no secret', () => {
    expect(asCurl('', spec)).not.toContain('hf_secret');
    expect(asCli(spec)).not.toContain('hf_secret');
  });
});
