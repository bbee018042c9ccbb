import { beforeEach, expect, it } from 'vitest';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { deleteBackend } from '../../domain/backend.decisions.js';
import { definition } from '../../testing/given.js';
import { RegisterBackendHandler } from '../register-backend/register-backend.handler.js';
import { SeedBuiltInsHandler } from '../seed-built-ins/seed-built-ins.handler.js';
import { parseBuiltIns } from '../../builtin/load-built-ins.js';
import { ApplyBackendHandler } from './apply-backend.handler.js';
import { ApplyCommands } from './apply-commands.js';

let catalog = inMemoryCatalog();
const handler = () => new ApplyBackendHandler(catalog.lockable, new ApplyCommands(catalog.repository, catalog.locks));
let apply = handler();

beforeEach(() => {
  catalog = inMemoryCatalog();
  apply = handler();
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
  const register = new RegisterBackendHandler(catalog.lockable);
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

it('marks what it makes as made by its set, and leaves what is there to its owner', async () => {
  const register = new RegisterBackendHandler(catalog.lockable);
  await register.execute({ yaml: yaml('by-form-custom'), source: 'custom' }, header());
  const more = 'description: x\n';
  await apply.execute({ yaml: yaml('by-form-custom', more), applySet: 'team' }, header());
  await apply.execute({ yaml: yaml('by-set-custom'), applySet: 'team' }, header());
  await apply.execute({ yaml: yaml('by-set-custom', more), applySet: 'other' }, header());
  const { state: byForm } = await catalog.repository.load('by-form-custom');
  const { state: bySet } = await catalog.repository.load('by-set-custom');
  expect([byForm, bySet]).toMatchObject([{ definition: { description: 'x' } }, { applySet: 'team' }]);
  expect(byForm).not.toHaveProperty('applySet');
});

it('that wants to make it finds it made, and one that wants to change it finds it gone: both are stale', async () => {
  const text = yaml('engine-custom');
  const applied = await apply.execute({ yaml: text, expectedRevision: 0 }, header());
  expect(applied).toMatchObject({ value: { created: true, revision: 1 } });
  await expect(apply.execute({ yaml: text, expectedRevision: 0 }, header())).resolves.toMatchObject({
    error: { code: 'stale-revision', currentRevision: 1 },
  });
  const name = 'engine-custom';
  await catalog.commands.run({ name, decide: (state) => deleteBackend(state, { name }) }, header());
  await expect(apply.execute({ yaml: text, expectedRevision: 1 }, header())).resolves.toMatchObject({
    error: { code: 'stale-revision', detail: expect.stringContaining('no backend "engine-custom" now') as string },
  });
});

it.each([{}, { yaml: 'x', definition: definition('engine-custom') }])(
  'wants either a definition or YAML',
  async (input) => {
    await expect(apply.execute(input, header())).resolves.toMatchObject({ error: { code: 'invalid-input' } });
  },
);
