// @ts-check
/**
 * The only part of the launcher that needs root. It holds a Docker engine (or a door to the system's) for as long as
 * its standard input stays open: when the launcher ends, however it ends, the pipe closes and everything is undone.
 * The wish is one JSON argument; the answer is one line, `ready` or the reason why not.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startDaemon } from './daemon.mjs';
import { startRelay } from './relay.mjs';

/** @typedef {import('./daemon.mjs').DaemonWish | import('./relay.mjs').RelayWish} Wish */

const stopAsked = new Promise((resolve) => {
  process.stdin.on('end', resolve).on('close', resolve).resume();
  process.once('SIGTERM', resolve);
});
// Ctrl-C reaches the whole terminal; the launcher decides when it is Docker's turn.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

/** @type {Wish} */
const wish = JSON.parse(process.argv[2] ?? '{}');
try {
  const engine = wish.mode === 'relay' ? await startRelay(wish) : await startDaemon(wish);
  console.log('ready');
  await Promise.race([stopAsked, engine.ended]);
  await engine.stop();
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// A handle that somebody forgot must not keep a root process alive.
await sleep(50);
process.exit();
