import { expect, it } from 'vitest';
import { definitionOf } from './draft.js';
import { startOf } from './start-of.js';

const definition = {
  backend_name: 'vLLM',
  default_entrypoint: 'vllm serve',
  default_run_command: '{{model_path}} --port {{port}}',
  versions: [{ name: '0.12.1', images: [{ framework: 'cuda', image_name: 'vllm:0.12.1' }] }],
};

it('adds a version that says nothing of its own, so that it follows the entrypoint and command of the backend', () => {
  const { draft, opened } = startOf({ definition }, true);
  expect(opened).toEqual([draft.versions[1]?.id]);
  expect(definitionOf(draft).versions[1]).toEqual({ name: '', images: [{ framework: '', image_name: '' }] });
});

it('begins as it is saved otherwise', () => {
  expect(definitionOf(startOf({ definition }, false).draft)).toEqual(definition);
});
