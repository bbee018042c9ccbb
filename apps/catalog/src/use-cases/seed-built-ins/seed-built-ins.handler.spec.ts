import { expect, it } from 'vitest';
import { builtInBackends } from '@enginehouse/backend-spec';
import { describeBackend } from '../../domain/backend.decisions.js';
import { loadBuiltIns } from '../../builtin/load-built-ins.js';
import { seeder } from '../../application/as-seeded.js';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { vllm } from '../../testing/given.js';
import { SeedBuiltInsHandler } from './seed-built-ins.handler.js';

const catalogWithSeeds = () => {
  const catalog = inMemoryCatalog();
  return { ...catalog, seed: new SeedBuiltInsHandler(catalog.commands, catalog.repository) };
};

it('brings every built-in backend into an empty log', async () => {
  const { seed, views, store } = catalogWithSeeds();
  const shipped = await loadBuiltIns();
  await expect(seed.execute(shipped)).resolves.toEqual({ changed: [...builtInBackends], refused: [] });
  const listed = await views.list({ limit: 10 });
  expect(listed.map((backend) => [backend.name, backend.source, backend.updatedBy])).toEqual(
    [...builtInBackends]
      .toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
      .map((name) => [name, 'built_in', seeder]),
  );
  expect((await store.head()).position).toBe(builtInBackends.length);
});

it('writes nothing at the second start, nor when two processes start at once', async () => {
  const { seed, store } = catalogWithSeeds();
  const shipped = await loadBuiltIns();
  const other = inMemoryCatalog(store);
  const reports = await Promise.all([
    seed.execute(shipped),
    new SeedBuiltInsHandler(other.commands, other.repository).execute(shipped),
  ]);
  expect(reports.every((report) => report.refused.length === 0)).toBe(true);
  await expect(seed.execute(shipped)).resolves.toEqual({ changed: [], refused: [] });
  expect((await store.head()).position).toBe(builtInBackends.length);
});

it('follows releases back and forth and never overwrites a user', async () => {
  const { seed, commands, views } = catalogWithSeeds();
  const first = vllm({ description: 'first', health_check_path: '/health' });
  const second = vllm({ description: 'second', health_check_path: '/ping' });
  await seed.execute([first]);
  await commands.run(
    { name: 'vLLM', decide: (state) => describeBackend(state, { name: 'vLLM', changes: { description: 'ours' } }) },
    header(),
  );
  for (const [release, path] of [
    [second, '/ping'],
    [first, '/health'],
    [second, '/ping'],
  ] as const) {
    await expect(seed.execute([release])).resolves.toMatchObject({ changed: ['vLLM'] });
    await expect(views.get('vLLM')).resolves.toMatchObject({
      definition: { description: 'ours', health_check_path: path },
    });
  }
});
