import { beforeEach, expect, it } from 'vitest';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { definition } from '../../testing/given.js';
import { RegisterBackendHandler } from '../register-backend/register-backend.handler.js';
import { SeedBuiltInsHandler } from '../seed-built-ins/seed-built-ins.handler.js';
import { parseBuiltIns } from '../../builtin/load-built-ins.js';
import { ApplyBackendHandler } from './apply-backend.handler.js';

let catalog = inMemoryCatalog();
let apply = new ApplyBackendHandler(catalog.commands, catalog.repository);

beforeEach(() => {
  catalog = inMemoryCatalog();
  apply = new ApplyBackendHandler(catalog.commands, catalog.repository);
});

const yaml = (name: string, more = '', image = 'engine:1') =>
  `backend_name: ${name}\n${more}version_configs:\n  1.10:\n    image_name: ${image}\n    custom_framework: cpu\n`;

it('registers, then changes, then has nothing to do', async () => {
  const text = yaml('engine-custom');
  await expect(apply.execute({ yaml: text }, header())).resolves.toEqual({
    ok: true,
    value: { name: 'engine-custom', revision: 1, created: true, changed: true },
  });
  const described = yaml('engine-custom', 'description: an engine\n');
  await expect(apply.execute({ yaml: described }, header())).resolves.toMatchObject({
    value: { revision: 2, created: false, changed: true },
  });
  await expect(apply.execute({ yaml: described }, header())).resolves.toMatchObject({
    value: { revision: 2, created: false, changed: false },
  });
});

it('says where in the YAML something is wrong', async () => {
  const text = yaml('engine-custom', 'default_run_command: serve {{prot}}\n', 'Not An Image');
  await expect(apply.execute({ yaml: text }, header())).resolves.toMatchObject({
    error: {
      code: 'invalid-yaml',
      detail: 'line 2, column 22: Nothing fills {{prot}}. (and 1 more)',
      errors: [
        { code: 'unknown-placeholder', path: ['default_run_command'], line: 2, column: 22 },
        { code: 'invalid-image-reference', path: ['version_configs', '1.10', 'image_name'], line: 5, column: 17 },
      ],
    },
  });
});

it('keeps the icon that the YAML of a custom backend cannot carry', async () => {
  const icon = 'data:image/png;base64,AA==';
  const named = definition('engine-custom', {
    icon,
    versions: [{ name: '1.10', images: [{ framework: 'cpu', image_name: 'engine:1' }] }],
  });
  await apply.execute({ definition: named }, header());
  await expect(apply.execute({ yaml: yaml('engine-custom') }, header())).resolves.toMatchObject({
    value: { changed: false },
  });
});

it('reads a document by the rules of the backend that is there', async () => {
  const register = new RegisterBackendHandler(catalog.commands);
  await register.execute({ yaml: yaml('MinerU'), source: 'community' }, header());
  await expect(apply.execute({ yaml: yaml('MinerU', 'description: reads papers\n') }, header())).resolves.toMatchObject(
    {
      value: { name: 'MinerU', created: false, changed: true },
    },
  );
});

it('does not register a community backend by applying its document', async () => {
  await expect(apply.execute({ yaml: yaml('MinerU') }, header())).resolves.toMatchObject({
    error: { code: 'invalid-yaml', errors: [{ code: 'name-suffix-required', line: 1 }] },
  });
});

it('reports the errors of a built-in backend’s document by the rules of built-in backends', async () => {
  const seed = new SeedBuiltInsHandler(catalog.commands, catalog.repository);
  const [vllm] = parseBuiltIns(yaml('vLLM'));
  await seed.execute(vllm ? [vllm] : []);
  const own = '  mine-custom:\n    image_name: mine:1\n    custom_framework: rocm\n';
  await expect(apply.execute({ yaml: yaml('vLLM') + own }, header())).resolves.toMatchObject({
    value: { name: 'vLLM', changed: true },
  });
  await expect(apply.execute({ yaml: `${yaml('vLLM')}${own}    colour: blue\n` }, header())).resolves.toMatchObject({
    error: { errors: [{ code: 'unknown-field', path: ['version_configs', 'mine-custom', 'colour'] }] },
  });
});

it.each([{}, { yaml: 'x', definition: definition('engine-custom') }])(
  'wants either a definition or YAML',
  async (input) => {
    await expect(apply.execute(input, header())).resolves.toMatchObject({ error: { code: 'invalid-input' } });
  },
);
