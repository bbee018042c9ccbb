// @ts-check
import { caughtUp } from './stack.mjs';
import { definitionOf, fillLog } from './backends.mjs';
import { askFrom } from './ask-from-worker.mjs';
import { withCpuTime } from './cpu-time.mjs';
import { startPlainServer } from './plain-server.mjs';
import { quantile, spread, verdict } from './statistics.mjs';

const perSecond = 200;

/** Reads of one backend and of a list of 1,000, at 200 requests a second.
 * @param {import('./stack.mjs').Stack} stack @param {{ rounds: number, seconds: number, backends: number }} plan */
export async function measureReads(stack, { rounds, seconds, backends }) {
  await fillLog(stack, { from: 0, to: backends, changes: 0 });
  await caughtUp(stack);
  const plain = await startPlainServer(stack.databaseUrl);
  const ours = targetOf(stack, seconds);
  const theirs = { url: plain.url, token: '', seconds, perSecond };
  console.log(`Reads with ${backends} backends, ${perSecond} requests/s, ${rounds} rounds of ${seconds} s each`);
  const names = Array.from({ length: backends }, (_, index) => definitionOf(index).backend_name);
  const one = names.map((name) => `/v1/backends/${name}`);
  await compare('one backend', { ours, theirs, paths: one, rounds, goal: 2 });
  await compare('a list of 1,000', { ours, theirs, paths: ['/v1/backends?limit=1000'], rounds, goal: 15 });
  await compareFirst(stack, plain.url, definitionOf(0).backend_name);
  await plain.stop();
}

const changes = 30;

/** The list right after a change, when nothing that was kept of it holds any more.
 * @param {import('./stack.mjs').Stack} stack @param {string} plainUrl @param {string} name */
async function compareFirst(stack, plainUrl, name) {
  const ask = () => stack.request('GET', '/v1/backends?limit=1000');
  /** @type {number[][]} */
  const [ours = [], theirs = []] = [[], []];
  for (let n = 0; n < changes; n += 1) {
    await stack.request('PATCH', `/v1/backends/${name}`, { description: `change ${n}` });
    ours.push(await timed(ask));
    theirs.push(await timed(() => fetch(plainUrl)));
  }
  console.log(
    `  a list of 1,000 right after a change: ${spread(ours)} ms; a plain table and server ${spread(theirs)} ms`,
  );
}

/** @param {() => Promise<Response>} ask */
async function timed(ask) {
  const start = performance.now();
  await (await ask()).arrayBuffer();
  return performance.now() - start;
}

/** @typedef {{ url: string, token: string, seconds: number, perSecond: number }} Target */
/** @typedef {Target & { services: Parameters<typeof withCpuTime>[0] }} Ours */

/** @param {import('./stack.mjs').Stack} stack @param {number} seconds @returns {Ours} */
export function targetOf({ apiUrl, adminToken, services }, seconds) {
  const { api, catalog } = services;
  return { url: apiUrl, token: adminToken, seconds, perSecond, services: { api, catalog } };
}

/** @param {string} what @param {{ ours: Ours, theirs: Target, paths: string[], rounds: number, goal: number }} wish */
export async function compare(what, { ours: { services, ...ours }, theirs, paths, rounds, goal }) {
  /** @type {number[][]} */
  const figures = [[], [], [], []];
  let size = 0;
  /** @type {Record<string, number>} */
  const cpu = {};
  await askFrom({ ...ours, paths, seconds: 1 });
  for (let round = 0; round < rounds; round += 1) {
    const { result: mine, used } = await withCpuTime(services, () => askFrom({ ...ours, paths }));
    for (const [name, ms] of Object.entries(used)) cpu[name] = (cpu[name] ?? 0) + ms / mine.latencies.length / rounds;
    const plain = await askFrom({ ...theirs, paths });
    const row = [quantile(mine.latencies, 0.5), quantile(mine.latencies, 0.99), quantile(plain.latencies, 0.99)];
    [...row, (row[1] ?? 0) / (row[2] ?? 1)].forEach((value, index) => figures[index]?.push(value));
    size = mine.bytesEach;
  }
  const [p50 = [], p99 = [], plain99 = [], ratio = []] = figures;
  const p99Median = quantile(p99, 0.5);
  console.log(
    `  ${what} (${(size / 1024).toFixed(1)} KiB): p50 ${spread(p50)} ms, p99 ${spread(p99)} ms ${verdict(Number(p99Median.toFixed(2)), goal, true)}`,
  );
  const each = Object.entries(cpu).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`);
  console.log(`    CPU for each: ${each.join(', ')}`);
  console.log(`    a plain table and server: p99 ${spread(plain99)} ms; ours/plain ${spread(ratio)}`);
}
