import { expect, it } from 'vitest';
import { printIndex } from './index.js';
import { readingText, readOf } from './testing/index-files.js';

/** About as much as GPUStack's own entries say, without their pictures: 8 MiB hold no 5,000 pictures. */
const typicalEntry = (index: number) => ({
  definition: {
    backend_name: `engine-${index}`,
    description: 'Serves language models with an API in the manner of OpenAI, on one or several accelerators. '.repeat(
      4,
    ),
    health_check_path: '/health',
    default_run_command: '--model-id {{model_path}} --host {{worker_ip}} --port {{port}} --name {{model_name}}',
    default_env: { HF_HOME: '/cache', LOG_LEVEL: 'info' },
    common_parameters: ['--max-model-len', '--dtype', '--quantization', '--seed'],
    versions: ['1.10', '1.9', '1.8'].map((name) => ({
      name,
      images: [{ framework: 'cuda', image_name: `registry.example/org/engine-${index}:${name}` }],
    })),
  },
  about: {
    maintainer: 'Somebody',
    licence: 'MIT',
    links: [{ title: 'Home', url: 'https://example.org/engine' }],
    changelog: [{ version: '1.10', date: '2026-11-01', text: 'Faster.' }],
    minimum_versions: {},
  },
});

it('reads 5,000 entries in a few seconds', { timeout: 60_000 }, () => {
  const text = printIndex(Array.from({ length: 5000 }, (_, index) => typicalEntry(index)));
  const started = process.cpuUsage();
  expect(readOf(readingText(text)).entries).toHaveLength(5000);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(8);
});
