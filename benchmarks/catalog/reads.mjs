// @ts-check
import { caughtUp } from './stack.mjs';
import { definitionOf, fillLog } from './backends.mjs';
import { askFrom } from './ask-from-worker.mjs';
import { withCpuTime } from './cpu-time.mjs';
import { nothingPath, startPlainServer } from './plain-server.mjs';
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
  const list = ['/v1/backends?limit=1000'];
  await compareOne({ ours, theirs, paths: one, rounds });
  await compare('a list of 1,000', { ours, theirs, paths: list, rounds, goal: 15 });
  const changing = `/v1/backends/${definitionOf(0).backend_name}`;
  await whileItChanges(stack, changing, () =>
    compare('the same while a backend changes twice a second', { ours, theirs, paths: list, rounds }),
  );
  await compareFirst(stack, plain.url, changing);
  await plain.stop();
}

/** A request that gives a reason is one for the catalog, which is how to ask past what the api remembers. */
const notRemembered = { 'x-change-reason': 'measured' };

/** Backends that were asked for before, all of them, and the same with the catalog asked each time.
 * @param {Omit<Comparison, 'goal'>} wish */
export async function compareOne({ ours, ...wish }) {
  const { services: _, ...asked } = ours;
  await askFrom({ ...asked, paths: wish.paths, seconds: Math.ceil(wish.paths.length / perSecond) });
  await compare('one backend', { ours, ...wish, goal: 2 });
  await compare('one backend, not remembered', { ours: { ...ours, headers: notRemembered }, ...wish });
}

const changeEveryMs = 500;

/** @param {import('./stack.mjs').Stack} stack @param {string} path @param {() => Promise<void>} work */
async function whileItChanges(stack, path, work) {
  let n = 0;
  const change = () => stack.request('PATCH', path, { description: `while it is read, ${(n += 1)}` });
  const timer = setInterval(() => void change(), changeEveryMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

const changes = 30;

/** The list right after a change, when nothing that was kept of it holds any more.
 * @param {import('./stack.mjs').Stack} stack @param {string} plainUrl @param {string} path */
async function compareFirst(stack, plainUrl, path) {
  const ask = () => stack.request('GET', '/v1/backends?limit=1000');
  /** @type {number[][]} */
  const [ours = [], theirs = []] = [[], []];
  for (let n = 0; n < changes; n += 1) {
    await stack.request('PATCH', path, { description: `change ${n}` });
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

/** @typedef {{ url: string, token: string, seconds: number, perSecond: number, headers?: Readonly<Record<string, string>> }} Target */
/** @typedef {Target & { services: Parameters<typeof withCpuTime>[0] }} Ours */
/** @typedef {{ ours: Ours, theirs: Target, paths: string[], rounds: number, goal?: number }} Comparison */

/** @param {import('./stack.mjs').Stack} stack @param {number} seconds @returns {Ours} */
export function targetOf({ apiUrl, adminToken, services }, seconds) {
  const { api, catalog } = services;
  return { url: apiUrl, token: adminToken, seconds, perSecond, services: { api, catalog } };
}

const warm = { perSecond: 500, seconds: 6 };

/** A service that has run for a minute, not one whose code is being compiled: all three alike.
 * @param {readonly (Target & { paths: string[] })[]} targets */
async function warmUp(targets) {
  for (const target of targets) {
    // The plain list cannot keep up, and what is left waiting would be measured as ours.
    const isList = target.paths.length === 1 && target.paths[0] !== nothingPath;
    await askFrom({ ...target, ...(isList ? { perSecond: 20, seconds: 2 } : warm) });
  }
}

/** @param {string} what @param {Comparison} wish */
export async function compare(what, { ours: { services, ...ours }, theirs, paths, rounds, goal }) {
  /** @type {number[][]} */
  const figures = [[], [], [], [], []];
  let size = 0;
  /** @type {Record<string, number>} */
  const cpu = {};
  await warmUp([
    { ...ours, paths },
    { ...theirs, paths },
    { ...theirs, paths: [nothingPath] },
  ]);
  for (let round = 0; round < rounds; round += 1) {
    const { result: mine, used } = await withCpuTime(services, () => askFrom({ ...ours, paths }));
    for (const [name, ms] of Object.entries(used)) cpu[name] = (cpu[name] ?? 0) + ms / mine.latencies.length / rounds;
    const plain = await askFrom({ ...theirs, paths });
    const nothing = await askFrom({ ...theirs, paths: [nothingPath], seconds: Math.min(4, theirs.seconds) });
    const row = [
      quantile(mine.latencies, 0.5),
      ...[mine, plain, nothing].map((each) => quantile(each.latencies, 0.99)),
    ];
    [...row, (row[1] ?? 0) / (row[2] ?? 1)].forEach((value, index) => figures[index]?.push(value));
    size = mine.bytesEach;
  }
  const [p50 = [], p99 = [], plain99 = [], nothing99 = [], ratio = []] = figures;
  const met = goal === undefined ? '' : ` ${verdict(Number(quantile(p99, 0.5).toFixed(2)), goal, true)}`;
  console.log(`  ${what} (${(size / 1024).toFixed(1)} KiB): p50 ${spread(p50)} ms, p99 ${spread(p99)} ms${met}`);
  const each = Object.entries(cpu).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`);
  console.log(`    CPU for each: ${each.join(', ')}`);
  console.log(`    a plain table and server: p99 ${spread(plain99)} ms; ours/plain ${spread(ratio)}`);
  console.log(`    a fixed answer, which is what this machine can tell apart: p99 ${spread(nothing99)} ms`);
}
