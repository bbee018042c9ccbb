// @ts-check
import { verdict } from './statistics.mjs';
import { caughtUp } from './stack.mjs';
import { fillLog } from './backends.mjs';
import { rebuildReadModel } from './rebuild-read-model.mjs';

/** The read model made again from the log, while the service goes on.
 * @param {import('./stack.mjs').Stack} stack @param {{ large: { events: number } }} plan */
export async function measureRebuild(stack, { large }) {
  const backends = 1000;
  const changes = Math.max(1, Math.round(large.events / 10 / backends) - 1);
  await fillLog(stack, { from: 1_000_000, to: 1_000_000 + backends, changes });
  const position = await caughtUp(stack);
  const start = performance.now();
  const report = await rebuildReadModel(stack.databaseUrl);
  const perSecond = position / ((performance.now() - start) / 1000);
  console.log(
    `Rebuild of the read models from ${position} events (${report.rows} backends, ${report.differing.length} differed)`,
  );
  console.log(`  ${Math.round(perSecond)} events/s ${verdict(Math.round(perSecond), 50_000)}`);
}
