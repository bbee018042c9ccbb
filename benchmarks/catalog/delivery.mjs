// @ts-check
import { join } from 'node:path';
import { Pool } from 'undici';
import { withCpuTime } from './cpu-time.mjs';
import { quantile, verdict } from './statistics.mjs';
import { followByClient, now, startCrowd } from './subscribers.mjs';

const commandPauseMs = 20;
const warmCommands = 4000;
/** Few backends are changed thousands of times. */
const changedBackends = 100;

/**
 * From a command's departure over HTTP to its event at a JetStream subscriber, alone and while many others follow the
 * same stream. Every subscriber is a consumer of its own; the timed one has a connection of its own, the others are in
 * another thread of this process.
 *
 * @param {import('./stack.mjs').Stack} stack @param {{ commands: number, subscribers: number }} plan
 */
export async function measureDelivery(stack, { commands, subscribers }) {
  const version = { name: 'v1', images: [{ framework: 'cpu', image_name: 'a/b:1' }] };
  const names = Array.from({ length: changedBackends }, (_, n) => `bench-delivery-${n}-custom`);
  for (const name of names) await stack.request('POST', '/v1/backends', { backend_name: name, versions: [version] });
  const place = { natsUrl: stack.natsUrl, credsFile: join(stack.dataDir, 'nats/access/follower.creds') };
  /** @type {Map<string, (id: string) => void>} */
  const awaited = new Map();
  const { position } = await stack.store.head();
  const follower = followByClient(place, position, ({ id, data }) => {
    const { changes } = /** @type {{ changes?: { description?: string } }} */ (data);
    awaited.get(changes?.description ?? '')?.(id);
  });
  const api = new Pool(stack.apiUrl, { connections: 1, pipelining: 1 });
  const headers = { authorization: `Bearer ${stack.adminToken}`, 'content-type': 'application/json' };
  let sent = 0;
  const command = async (/** @type {string} */ description, pauseMs = commandPauseMs) => {
    const arrived = new Promise((resolve) => awaited.set(description, (id) => resolve({ id, at: now() })));
    const start = now();
    const body = JSON.stringify({ description });
    const path = `/v1/backends/${names[(sent += 1) % names.length]}`;
    const answer = await api.request({ method: 'PATCH', path, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`the command was refused: ${text}`);
    const answered = now();
    const { id, at } = await arrived;
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return { id, start, event: at - start, answer: answered - start };
  };
  const many = async (/** @type {string} */ what, count = commands, pauseMs = commandPauseMs) => {
    const all = [];
    for (let n = 0; n < count; n += 1) all.push(await command(`${what} ${n}`, pauseMs));
    return all;
  };

  // Services that have run for a while: else it is measured how their code is compiled.
  await many('warm', warmCommands, 0);
  report('the only subscriber', await many('alone'));
  for (const by of /** @type {const} */ (['copies', 'consumers'])) {
    const crowd = await startCrowd({ ...place, count: subscribers - 1, by });
    await command(`first with ${by}`);
    const { result: timed, used } = await withCpuTime({ nats: stack.nats }, () => many(`beside ${by}`));
    const { deliveries, at } = await crowd.stop();
    report(`one of ${subscribers} subscribers, the others by ${by}`, timed);
    reportAll({ subscribers, deliveries, timed, at, natsMs: (used.nats ?? 0) / commands, isGoal: by === 'copies' });
  }
  await api.close();
  await follower.close();
}

/** @typedef {{ half: number, last: number }} Reached */

/** Half of all subscribers have an event, which is the median one's time, and all of them.
 * @param {{ subscribers: number, deliveries: number, timed: readonly { id: string, start: number }[], at: Map<string, Reached>, natsMs: number, isGoal: boolean }} figures */
function reportAll({ subscribers, deliveries, timed, at, natsMs, isGoal }) {
  const reached = timed.flatMap(({ id, start }) => {
    const times = at.get(id);
    return times ? [{ half: times.half - start, last: times.last - start }] : [];
  });
  const of = (/** @type {keyof Reached} */ what, /** @type {number} */ share) =>
    quantile(
      reached.map((each) => each[what]),
      share,
    );
  const [half, last] = [of('half', 0.5), of('last', 0.99)];
  const goals = isGoal ? [` ${verdict(half, 5, true)}`, ` ${verdict(last, 25, true)}`] : ['', ''];
  console.log(
    `    half of all ${subscribers} have it: p50 ${half.toFixed(2)} ms${goals[0]}; all have it: p50 ${of('last', 0.5).toFixed(2)} ms, p99 ${last.toFixed(2)} ms${goals[1]}`,
  );
  console.log(
    `    ${deliveries} deliveries, ${timed.length - reached.length} events that somebody missed; CPU of NATS for each event ${natsMs.toFixed(2)} ms`,
  );
}

/** @param {string} who @param {readonly { event: number, answer: number }[]} timed */
function report(who, timed) {
  const at = (/** @type {'event' | 'answer'} */ what, /** @type {number} */ share) =>
    quantile(
      timed.map((each) => each[what]),
      share,
    );
  console.log(
    `Command to event, ${who}: p50 ${at('event', 0.5).toFixed(2)} ms, p99 ${at('event', 0.99).toFixed(2)} ms`,
  );
  console.log(
    `    its answer, which waits for the read model: p50 ${at('answer', 0.5).toFixed(2)} ms, p99 ${at('answer', 0.99).toFixed(2)} ms`,
  );
}
