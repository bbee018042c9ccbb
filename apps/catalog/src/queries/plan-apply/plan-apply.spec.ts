import { beforeEach, describe, expect, it } from 'vitest';
import { catalog as contracts, type ChangeImpact, type PlannedChange } from '@enginehouse/contracts';
import type { z } from 'zod';
import { parseBuiltIns } from '../../builtin/load-built-ins.js';
import { deleteBackend } from '../../domain/backend.decisions.js';
import { FakeDeploymentForesight } from '../../testing/fake-deployment-foresight.js';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { ApplyBackendHandler } from '../../use-cases/apply-backend/apply-backend.handler.js';
import { ApplyCommands } from '../../use-cases/apply-backend/apply-commands.js';
import { RegisterBackendHandler } from '../../use-cases/register-backend/register-backend.handler.js';
import { SeedBuiltInsHandler } from '../../use-cases/seed-built-ins/seed-built-ins.handler.js';
import { PlanApplyQuery } from './plan-apply.query.js';

type Input = z.input<typeof contracts.planApply.input>;

let catalog = inMemoryCatalog();
let deployments = new FakeDeploymentForesight();

beforeEach(() => {
  catalog = inMemoryCatalog();
  deployments = new FakeDeploymentForesight();
});

const yaml = (name: string, { more = '', image = 'engine:1', versions = ['1.10'] } = {}) =>
  `backend_name: ${name}\n${more}version_configs:\n` +
  versions.map((each) => `  ${each}:\n    image_name: ${image}\n    custom_framework: cpu\n`).join('');

const commands = () => new ApplyCommands(catalog.repository, catalog.locks);
const apply = (text: string, applySet?: string) =>
  new ApplyBackendHandler(catalog.lockable, commands()).execute({ yaml: text, applySet }, header());

async function plan(documents: Input['documents'], more: Partial<Input> = {}) {
  const query = new PlanApplyQuery(commands(), catalog.repository, catalog.views, deployments, catalog.store);
  const input = contracts.planApply.input.parse({ documents, ...more });
  const planned = await query.execute(input, header());
  if (!planned.ok) throw new Error(planned.error.detail);
  expect(contracts.planApply.output.parse(planned.value)).toEqual(planned.value);
  return planned.value;
}

const actions = (items: readonly PlannedChange[]) => items.map(({ name, action }) => `${action} ${name}`);

const impact = (deployment: string, more: Partial<ChangeImpact> = {}): ChangeImpact => ({
  deployment,
  version: '1.10',
  affected: true,
  runningRevision: 1,
  currentRevision: 1,
  outdated: false,
  stopped: false,
  placeable: true,
  reason: 'would find a place on gpu-1',
  ...more,
});

describe('a plan', () => {
  it('tells what is new, what differs field by field and what is the same already, and does nothing', async () => {
    await apply(yaml('b-custom'));
    await apply(yaml('c-custom'));
    const planned = await plan([
      { source: 'a.yaml', yaml: yaml('a-custom') },
      { source: 'b.yaml', yaml: yaml('b-custom', { image: 'engine:2' }) },
      { source: 'c.yaml', yaml: yaml('c-custom') },
    ]);
    expect(planned).toMatchObject({
      head: 2,
      applySet: 'default',
      prune: false,
      items: [
        { name: 'a-custom', document: 0, source: 'a.yaml', action: 'create', revision: null },
        {
          name: 'b-custom',
          document: 1,
          action: 'change',
          revision: 1,
          changes: [{ path: ['versions', '1.10', 'images', 'cpu'], before: 'engine:1', after: 'engine:2' }],
        },
        { name: 'c-custom', document: 2, action: 'unchanged', revision: 2, changes: [], impact: [] },
      ],
      summary: { create: 1, change: 1, unchanged: 1, delete: 0, refused: 0 },
    });
    expect(planned.items[0]?.changes).toContainEqual({ path: ['backend_name'], after: 'a-custom' });
    expect((await catalog.store.head()).position).toBe(2);
  });

  it('is what apply then does: afterwards there is nothing to do', async () => {
    const documents = ['a-custom', 'b-custom'].map((name) => ({ yaml: yaml(name, { versions: ['2', '1'] }) }));
    await apply(yaml('b-custom'));
    for (const document of documents) await apply(document.yaml);
    expect((await plan(documents)).summary).toMatchObject({ create: 0, change: 0, unchanged: 2 });
  });

  it('makes a deleted backend anew, against no revision', async () => {
    await apply(yaml('a-custom'));
    await catalog.commands.run(
      { name: 'a-custom', decide: (state) => deleteBackend(state, { name: 'a-custom' }) },
      header(),
    );
    expect((await plan([{ yaml: yaml('a-custom') }])).items[0]).toMatchObject({ action: 'create', revision: null });
  });

  it('tells what the deployments would make of a change, and asks about nothing else', async () => {
    await apply(yaml('used-custom'));
    await apply(yaml('same-custom'));
    const outdated = impact('chat', { runningRevision: 1, currentRevision: 4, outdated: true, placeable: false });
    deployments.deploy('used-custom', outdated);
    const changed = yaml('used-custom', { more: 'description: new\n' });
    const { items } = await plan([
      { yaml: changed },
      { yaml: yaml('same-custom') },
      { yaml: yaml('new-custom') },
      { yaml: 'backend_name: broken-custom\n' },
    ]);
    expect(items.map((item) => item.impact)).toEqual([[outdated], [], [], []]);
    expect(deployments.asked).toMatchObject([{ backend: 'used-custom', definition: { description: 'new' } }]);
  });

  it('works while the scheduler is away, and says that the impact is not known', async () => {
    await apply(yaml('a-custom'));
    deployments.away = true;
    const { items } = await plan([{ yaml: yaml('a-custom', { more: 'description: new\n' }) }]);
    expect(items[0]).toMatchObject({ action: 'change', impact: [], impactUnknown: 'the scheduler does not answer' });
  });

  it('cuts long values short', async () => {
    await apply(yaml('a-custom', { more: `description: ${'x'.repeat(5000)}\n` }));
    const { items } = await plan([{ yaml: yaml('a-custom', { more: 'description: short\n' }) }]);
    expect(items[0]?.changes).toEqual([
      { path: ['description'], before: `${'x'.repeat(200)}… (5000 characters)`, after: 'short' },
    ]);
  });

  it('fits into one message, however much differs', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `e${n}-custom`);
    const env = Array.from({ length: 300 }, (_, n) => `  V${n}: ${'x'.repeat(200)}\n`).join('');
    const documents = names.map((name) => ({ yaml: yaml(name, { more: `default_env:\n${env}` }) }));
    for (const name of names) await apply(yaml(name, { more: 'default_env: {}\n' }));
    const planned = await plan(documents);
    expect(Buffer.byteLength(JSON.stringify(planned))).toBeLessThan(900_000);
    const { changes = [], moreChanges = 0 } = planned.items[0] ?? {};
    expect(changes.length).toBeGreaterThan(10);
    expect(changes.length + moreChanges).toBe(300);
  });
});

describe('a refusal in a plan', () => {
  it('is the one that apply would meet, in the lines of the file', async () => {
    const text = yaml('a-custom', { more: 'default_run_command: serve {{prot}}\n', image: 'Not An Image' });
    const applied = await apply(text);
    const { items, summary } = await plan([{ source: 'all.yaml', line: 41, yaml: text }]);
    expect(summary).toMatchObject({ refused: 1 });
    expect(items[0]).toMatchObject({
      name: 'a-custom',
      source: 'all.yaml',
      action: 'refused',
      revision: null,
      problem: {
        code: 'invalid-yaml',
        detail: 'line 42, column 22: Nothing fills {{prot}}. (and 1 more)',
        errors: [{ line: 42 }, { path: ['version_configs', '1.10', 'image_name'], line: 45 }],
      },
    });
    expect(applied).toMatchObject({ ok: false, error: { code: 'invalid-yaml', errors: [{ line: 2 }, { line: 5 }] } });
  });

  it.each([
    ['a backend that is called otherwise', yaml('A-custom'), 'name-immutable'],
    ['what is no YAML', '{', 'invalid-yaml'],
    ['an empty document', '', 'invalid-yaml'],
  ])('%s', async (_what, text, code) => {
    await apply(yaml('a-custom'));
    expect((await plan([{ yaml: text }])).items[0]).toMatchObject({ action: 'refused', problem: { code } });
    await expect(apply(text)).resolves.toMatchObject({ error: { code } });
  });

  it('names the document that described the backend first, also one of an earlier part', async () => {
    const named = [{ name: 'earlier-custom', source: 'one.yaml' }];
    const documents = [
      { source: 'two.yaml', yaml: yaml('a-custom') },
      { source: 'three.yaml', yaml: yaml('A-custom') },
      { source: 'four.yaml', yaml: yaml('earlier-custom') },
    ];
    const { items } = await plan(documents, { named });
    expect(actions(items)).toEqual(['create a-custom', 'refused A-custom', 'refused earlier-custom']);
    expect(items[1]?.problem).toMatchObject({ code: 'name-taken', detail: 'two.yaml describes "A-custom" already.' });
    expect(items[2]?.problem?.detail).toContain('one.yaml');
  });

  it('of a removed version that deployments use names them', async () => {
    await apply(yaml('a-custom', { versions: ['2', '1'] }));
    deployments.deploy('a-custom', impact('chat', { version: '1' }), impact('other', { version: '2' }));
    const { items } = await plan([{ yaml: yaml('a-custom', { versions: ['2'] }) }]);
    expect(items[0]).toMatchObject({
      action: 'refused',
      revision: 1,
      changes: [{ path: ['versions', '1'] }],
      impact: [{ deployment: 'chat' }, { deployment: 'other' }],
      problem: { code: 'version-in-use', extra: { deployments: ['chat'] } },
    });
    deployments.away = true;
    expect((await plan([{ yaml: yaml('a-custom', { versions: ['2'] }) }])).items[0]).toMatchObject({
      action: 'refused',
      problem: { code: 'unavailable' },
    });
  });
});

describe('planning with a lock', () => {
  it('shows the digest that would be saved, and changes nothing', async () => {
    const digest = catalog.images.push('engine:1');
    const { items } = await plan([{ yaml: yaml('locked-custom') }], { lock: true });
    expect(JSON.stringify(items[0]?.changes)).toContain(`engine:1@${digest}`);
    expect((await catalog.repository.load('locked-custom')).version).toBe(0);
  });

  it('refuses the document whose image nobody has, and no other', async () => {
    catalog.images.push('engine:1');
    const documents = [{ yaml: yaml('good-custom') }, { yaml: yaml('bad-custom', { image: 'none:1' }) }];
    const { items } = await plan(documents, { lock: true });
    expect(items).toMatchObject([
      { action: 'create' },
      {
        action: 'refused',
        problem: { code: 'image-not-found', errors: [{ path: ['version_configs', '1.10', 'image_name'] }] },
      },
    ]);
  });
});

describe('pruning', () => {
  it('deletes what the same set made and no document names, and nothing else', async () => {
    const [vllm] = parseBuiltIns(yaml('vLLM'));
    await new SeedBuiltInsHandler(catalog.commands, catalog.repository).execute(vllm ? [vllm] : []);
    await new RegisterBackendHandler(catalog.lockable).execute(
      { yaml: yaml('by-form-custom'), source: 'custom' },
      header(),
    );
    await apply(yaml('by-form-custom', { more: 'description: x\n' }), 'team');
    await apply(yaml('without-set-custom'));
    await apply(yaml('other-set-custom'), 'other');
    await apply(yaml('kept-custom'), 'team');
    await apply(yaml('elsewhere-custom'), 'team');
    await apply(yaml('gone-custom'), 'team');
    const documents = [{ yaml: yaml('KEPT-custom') }];
    const named = [{ name: 'elsewhere-custom', source: 'one.yaml' }];
    const pruned = await plan(documents, { applySet: 'team', prune: true, named });
    expect(actions(pruned.items)).toEqual(['refused KEPT-custom', 'delete gone-custom']);
    expect(pruned.items[1]).toMatchObject({ document: null, revision: 8, changes: [] });
    expect(actions((await plan(documents, { applySet: 'team', named })).items)).toHaveLength(1);
    expect(actions((await plan([], { prune: true })).items)).toEqual([]);
  });

  it('keeps what a broken document names', async () => {
    await apply(yaml('a-custom'), 'team');
    const documents = [{ yaml: `${yaml('a-custom')}colour: blue\n` }];
    expect(actions((await plan(documents, { applySet: 'team', prune: true })).items)).toEqual(['refused a-custom']);
  });

  it('is refused where deployments use the backend', async () => {
    await apply(yaml('a-custom'), 'team');
    deployments.deploy('a-custom', impact('chat'));
    const { items } = await plan([], { applySet: 'team', prune: true });
    expect(items[0]).toMatchObject({
      name: 'a-custom',
      action: 'refused',
      document: null,
      impact: [{ deployment: 'chat' }],
      problem: { code: 'backend-in-use', extra: { deployments: ['chat'] } },
    });
    expect(deployments.asked).toEqual([{ backend: 'a-custom', definition: undefined }]);
  });
});
