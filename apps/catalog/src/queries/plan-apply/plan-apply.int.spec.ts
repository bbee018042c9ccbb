import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalog as contracts, ok, scheduling, type ChangeImpact } from '@enginehouse/contracts';
import { testNats, testPostgres, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { startCatalog, type RunningCatalog } from '../../testing/running-catalog.js';

let database: TestDatabase;
let nats: TestNats;
let catalog: RunningCatalog;

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  catalog = await startCatalog({ databaseUrl: database.url, natsUrl: nats.url });
});

afterAll(async () => {
  await catalog.stop();
  await Promise.all([database.close(), nats.close()]);
});

const yaml = (name: string, description = 'first') =>
  `backend_name: ${name}\ndescription: ${description}\nversion_configs:\n  v1:\n    image_name: e:1\n    custom_framework: cpu\n`;

const apply = (name: string, applySet: string, description?: string) =>
  catalog.ask(contracts.applyBackend, { yaml: yaml(name, description), applySet });

async function plan(texts: readonly string[], applySet: string, prune = false) {
  const documents = texts.map((text) => ({ yaml: text }));
  const planned = await catalog.ask(contracts.planApply, { documents, applySet, prune });
  if (!planned.ok) throw new Error(planned.error.detail);
  return planned.value;
}

const impact: ChangeImpact = {
  deployment: 'chat',
  version: 'v1',
  affected: false,
  runningRevision: 1,
  currentRevision: 1,
  outdated: false,
  stopped: false,
  placeable: true,
  reason: 'fits on gpu-1',
};

it('plans over NATS against what was applied last, and writes nothing', async () => {
  const asked: unknown[] = [];
  const serving = catalog.bus.serve(scheduling.changeImpact, (input) => {
    asked.push(input);
    return Promise.resolve(ok({ items: [impact] }));
  });
  await apply('planned-custom', 'team');
  const { items, head } = await plan([yaml('planned-custom', 'second'), yaml('added-custom')], 'team');
  expect(items).toMatchObject([
    { action: 'change', changes: [{ path: ['description'], before: 'first', after: 'second' }], impact: [impact] },
    { action: 'create', impact: [] },
  ]);
  expect(asked).toMatchObject([{ backend: 'planned-custom', definition: { description: 'second' } }]);
  expect((await plan([yaml('planned-custom')], 'team')).head).toBe(head);
  serving.stop();
});

it('says that the impact is not known while no scheduler answers', async () => {
  await apply('alone-custom', 'alone');
  const { items } = await plan([yaml('alone-custom', 'second')], 'alone');
  expect(items[0]).toMatchObject({ action: 'change', impact: [], impactUnknown: expect.any(String) as string });
});

it('prunes what its set made, as soon as it was made, and what was pruned is made anew', async () => {
  const serving = [
    catalog.bus.serve(scheduling.deploymentsUsing, () => Promise.resolve(ok({ deployments: [] }))),
    catalog.bus.serve(scheduling.changeImpact, () => Promise.resolve(ok({ items: [] }))),
  ];
  await apply('one-custom', 'pruning');
  await apply('two-custom', 'pruning');
  await apply('three-custom', 'elsewhere');
  const planned = await plan([yaml('one-custom')], 'pruning', true);
  expect(planned.items).toMatchObject([{ action: 'unchanged' }, { name: 'two-custom', action: 'delete' }]);
  const { name, revision } = planned.items[1] ?? { name: '', revision: null };
  const gone = await catalog.ask(contracts.deleteBackend, { name, expectedRevision: revision ?? 1 });
  expect(gone).toMatchObject({ ok: true });
  expect((await plan([yaml('one-custom')], 'pruning', true)).summary).toMatchObject({ delete: 0 });
  await expect(apply('two-custom', 'pruning')).resolves.toMatchObject({ value: { created: true } });
  expect((await plan([], 'pruning', true)).summary).toMatchObject({ delete: 2 });
  serving.forEach((each) => each.stop());
});
