// @ts-check
/**
 * `npm run bench:event-store [-- --quick] [-- --rounds N]`: measures the built event store beside another one and beside
 * plain inserts, on a PostgreSQL and a NATS of its own. Ratios are taken within a round, in which every contender has its
 * turn, because a shared machine's speed changes from minute to minute.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const here = import.meta.dirname;
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, only: { type: 'string' } },
});

if (!existsSync(join(here, 'node_modules'))) {
  console.log('Installing what is measured beside ours (first run only) ...');
  execFileSync('npm', ['ci'], { cwd: here, stdio: 'inherit' });
}
if (!existsSync(join(here, '../../libs/event-store/dist/index.js'))) {
  console.error('The event store is not built: type "npm run build".');
  process.exit(1);
}

// Only now: both need what was just checked.
const { startServices } = await import('./services.mjs');
const { measureAppends } = await import('./appends.mjs');
const { measureReading } = await import('./reading.mjs');
const { measureLatency } = await import('./latency.mjs');
const { measureRelay } = await import('./relay.mjs');
const { measureIsolation } = await import('./isolation.mjs');

const plan = values.quick
  ? { rounds: 3, turnMs: 300, readEvents: 20_000, latencySamples: 300, relayEvents: 10_000 }
  : {
      rounds: Number(values.rounds ?? 7),
      turnMs: 1000,
      readEvents: 100_000,
      latencySamples: 1000,
      relayEvents: 50_000,
    };
const parts = {
  appends: measureAppends,
  reading: measureReading,
  latency: measureLatency,
  relay: measureRelay,
  isolation: measureIsolation,
};
const load = () =>
  os
    .loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

console.log(`${os.cpus().length} x ${os.cpus()[0]?.model}, Node ${process.version}, load before: ${load()}`);
const services = await startServices();
try {
  console.log(
    `PostgreSQL ${services.postgresVersion}, synchronous commits${values.quick ? '; quick: figures are rough' : ''}\n`,
  );
  for (const [name, measure] of Object.entries(parts)) {
    if (!values.only || values.only.split(',').includes(name)) {
      await measure(services, plan);
    }
  }
} catch (error) {
  // Before the server is stopped under connections that are still open, whose errors would hide it.
  console.error(error);
  process.exitCode = 1;
} finally {
  await services.stop();
}
console.log(`load after: ${load()}`);
if ((os.loadavg()[0] ?? 0) > os.cpus().length + 1) {
  console.log('Others used this machine: the CPU per event still holds, speeds and latencies say little.');
}
