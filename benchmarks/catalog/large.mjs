// @ts-check
import { caughtUp } from './stack.mjs';
import { definitionOf, fillLog } from './backends.mjs';
import { compare, compareOne, targetOf } from './reads.mjs';
import { startPlainServer } from './plain-server.mjs';
import { measureRebuilds } from './rebuild.mjs';

/** The same reads with very many backends and events.
 * @param {import('./stack.mjs').Stack} stack
 * @param {{ rounds: number, seconds: number, large: { backends: number, events: number } }} plan */
export async function measureLarge(stack, { rounds, seconds, large }) {
  const { backends, events } = large;
  const started = performance.now();
  await fillLog(stack, { from: 2_000_000, to: 2_000_000 + backends, changes: Math.round(events / backends) - 1 });
  const position = await caughtUp(stack);
  console.log(
    `${backends} backends with ${events} events: written and projected in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  const plain = await startPlainServer(stack.databaseUrl);
  const ours = targetOf(stack, seconds);
  const theirs = { url: plain.url, token: '', seconds, perSecond: 200 };
  const some = Array.from({ length: 5000 }, (_, n) => definitionOf(2_000_000 + ((n * 7919) % backends)).backend_name);
  await compareOne({ ours, theirs, paths: some.map((name) => `/v1/backends/${name}`), rounds });
  await compare('the first page of 1,000', { ours, theirs, paths: ['/v1/backends?limit=1000'], rounds, goal: 15 });
  await plain.stop();
  await measureRebuilds(stack, position);
}
