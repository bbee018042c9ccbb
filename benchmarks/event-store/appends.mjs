// @ts-check
import { emmett, ours, rawInserts } from './contenders.mjs';
import { cpuTime } from './cpu.mjs';
import { median, spread, verdict } from './statistics.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {{ readonly perSecond: number, readonly cpuPerEvent: number }} Turn */

const cells = [
  { writers: 1, events: 1, goal: 1.5 },
  { writers: 8, events: 1, goal: 3.5 },
  { writers: 32, events: 1, goal: 5, cpuGoal: 8, rawGoal: 1.5 },
  { writers: 1, events: 10 },
  { writers: 8, events: 10 },
  { writers: 32, events: 10, goal: 3 },
];

/** Appends of 1 and 10 events by 1, 8 and 32 writers, each contender in turn.
 * @param {import('./services.mjs').Services} services @param {{ rounds: number, turnMs: number }} plan */
export async function measureAppends(services, { rounds, turnMs }) {
  console.log('Appends: events per second, and ours against the others within each round: median (min - max)');
  for (const { writers, events, goal, cpuGoal, rawGoal } of cells) {
    const contenders = await openAll(services, writers);
    /** @type {Record<string, Turn[]>} */
    const turns = { ours: [], emmett: [], raw: [] };
    for (let round = -1; round < rounds; round += 1) {
      for (const contender of rotated(contenders, round)) {
        const turn = await takeTurn(contender, { writers, events, turnMs, postmaster: services.postmaster });
        // The first round only warms up.
        if (round >= 0) {
          turns[contender.name]?.push(turn);
        }
      }
    }
    await Promise.all(contenders.map((contender) => contender.close()));
    report({ writers, events, goal, cpuGoal, rawGoal }, turns);
  }
  console.log();
}

/** @param {import('./services.mjs').Services} services @param {number} writers */
async function openAll(services, writers) {
  await services.checkpoint();
  return [
    await ours(await services.database()),
    await emmett(await services.database(), writers),
    await rawInserts(await services.database(), writers),
  ];
}

/** @param {Contender[]} contenders @param {number} round */
function rotated(contenders, round) {
  const first = (round + 1) % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}

let streams = 0;

/** @param {Contender} contender @param {{ writers: number, events: number, turnMs: number, postmaster: number }} how @returns {Promise<Turn>} */
async function takeTurn(contender, { writers, events, turnMs, postmaster }) {
  const before = cpuTime(postmaster);
  const start = performance.now();
  const counts = await Promise.all(
    Array.from({ length: writers }, async () => {
      let appended = 0;
      let stream = '';
      while (performance.now() - start < turnMs) {
        // Streams of five appends each: some new, some known.
        if (appended % 5 === 0) {
          streams += 1;
          stream = `backend:${streams}`;
        }
        await contender.append(stream, events);
        appended += 1;
      }
      return appended;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const after = cpuTime(postmaster);
  const total = counts.reduce((sum, count) => sum + count, 0) * events;
  const used = after.node - before.node + after.postgres - before.postgres;
  return { perSecond: total / seconds, cpuPerEvent: (used * 1000) / total };
}

const speed = (/** @type {Turn[]} */ all) => Math.round(median(all.map(({ perSecond }) => perSecond)));
const cpu = (/** @type {Turn[]} */ all) => Math.round(median(all.map(({ cpuPerEvent }) => cpuPerEvent)));

/** @param {typeof cells[number]} cell @param {Record<string, Turn[]>} turns */
function report({ writers, events, goal, cpuGoal, rawGoal }, { ours = [], emmett = [], raw = [] }) {
  const against = (/** @type {Turn[]} */ all) =>
    ours.map((turn, n) => turn.perSecond / (all[n]?.perSecond ?? Number.NaN));
  const saved = emmett.map((turn, n) => turn.cpuPerEvent / (ours[n]?.cpuPerEvent ?? Number.NaN));
  console.log(
    `  ${writers} writer(s) x ${events} event(s): ours ${speed(ours)}/s, emmett ${speed(emmett)}/s, raw ${speed(raw)}/s`,
  );
  console.log(`    against emmett ${spread(against(emmett))} ${goal ? verdict(median(against(emmett)), goal) : ''}`);
  console.log(`    against raw    ${spread(against(raw))} ${rawGoal ? verdict(median(against(raw)), rawGoal) : ''}`);
  console.log(
    `    CPU per event  ours ${cpu(ours)} us, emmett ${cpu(emmett)} us, raw ${cpu(raw)} us; emmett/ours ${spread(saved, 1)} ${cpuGoal ? verdict(median(saved), cpuGoal) : ''}`,
  );
}
