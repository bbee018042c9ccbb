// @ts-check
/**
 * `npm run bench:catalog [-- --quick] [-- --only reads,delivery,rebuild,large]`: measures the catalog as it is run, in
 * its own processes, with a PostgreSQL and a NATS of its own. Beside the reads stands the least that could serve them:
 * one table and a plain HTTP server, asked in turn within each round, because a shared machine's speed changes.
 */
import { existsSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string' } },
});
if (!existsSync(join(import.meta.dirname, '../../apps/catalog/dist/main.js'))) {
  console.error('The services are not built: type "npm run build".');
  process.exit(1);
}

// Only now: they need what was just checked.
const { startCatalogStack } = await import('./stack.mjs');
const { measureReads } = await import('./reads.mjs');
const { measureDelivery } = await import('./delivery.mjs');
const { measureRebuild } = await import('./rebuild.mjs');
const { measureLarge } = await import('./large.mjs');

const plan = values.quick
  ? {
      rounds: 2,
      seconds: 3,
      commands: 100,
      subscribers: 1000,
      backends: 1000,
      rebuilt: 50_000,
      large: { backends: 5000, events: 50_000 },
    }
  : {
      rounds: Number(values.rounds ?? 5),
      seconds: 8,
      commands: 500,
      subscribers: 1000,
      backends: 1000,
      rebuilt: 200_000,
      large: { backends: 100_000, events: 1_000_000 },
    };
const parts = { reads: measureReads, delivery: measureDelivery, rebuild: measureRebuild, large: measureLarge };
const load = () =>
  os
    .loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

console.log(`${os.cpus().length} x ${os.cpus()[0]?.model}, Node ${process.version}, load before: ${load()}`);
const stack = await startCatalogStack();
console.log(
  `PostgreSQL ${await stack.databaseVersion()}, NATS ${await stack.natsVersion()}, this program, PostgreSQL and NATS on the same machine\n`,
);
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only && !values.only.split(',').includes(name)) continue;
    await measure(stack, plan);
    console.log(`  load: ${load()}\n`);
  }
} catch (error) {
  // Before the servers are stopped under connections that are still open, whose errors would hide it.
  console.error(error);
  process.exitCode = 1;
} finally {
  await stack.stop();
}
if ((os.loadavg()[0] ?? 0) > os.cpus().length + 2) {
  console.log('Others used this machine: ratios hold, speeds and latencies say little.');
}
// A part that failed may have left something that would keep the process.
process.exit();
