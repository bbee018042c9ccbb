// @ts-check
import { Client } from 'pg';
import { verdict } from './statistics.mjs';
import { caughtUp } from './stack.mjs';
import { fillLog } from './backends.mjs';
import { rebuildReadModel } from './rebuild-read-model.mjs';

/** The read models made again from the log, while the service goes on.
 * @param {import('./stack.mjs').Stack} stack @param {{ rebuilt: number }} plan */
export async function measureRebuild(stack, { rebuilt }) {
  const backends = 1000;
  const changes = Math.round(rebuilt / backends) - 1;
  await fillLog(stack, { from: 1_000_000, to: 1_000_000 + backends, changes });
  const position = await caughtUp(stack);
  console.log(`Rebuild of the read models, backends and audit view, from ${position} events`);
  await measureRebuilds(stack, position);
}

/** Once over read models that are right, which is what an operator checks, and once with nothing left of them.
 * @param {import('./stack.mjs').Stack} stack @param {number} position */
export async function measureRebuilds(stack, position) {
  await once(stack, position, 'over what is right');
  const sql = new Client({ connectionString: stack.databaseUrl });
  await sql.connect();
  await sql.query('truncate catalog.backend_view, catalog.audit_entry');
  await sql.end();
  await once(stack, position, 'where nothing is left');
}

/** @param {import('./stack.mjs').Stack} stack @param {number} position @param {string} what */
async function once(stack, position, what) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const { rows, differing, repairedEntries } = await rebuildReadModel(stack.databaseUrl);
  const perSecond = Math.round(position / ((performance.now() - start) / 1000));
  const { user, system } = process.cpuUsage(cpu);
  const found = `${rows} backends of which ${differing.length} differed, ${repairedEntries} entries written`;
  console.log(`  ${what}: ${perSecond} events/s ${verdict(perSecond, 50_000)}; ${found}`);
  const [each, megabytes] = [(user + system) / position, process.memoryUsage().rss / 1e6];
  console.log(`    CPU of the program ${each.toFixed(1)} µs for each event; its memory ${megabytes.toFixed(0)} MB`);
}
