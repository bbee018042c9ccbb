// @ts-check
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { openLoop } from './open-loop.mjs';

/** @typedef {{ url: string, token: string, paths: readonly string[], perSecond: number, seconds: number, headers?: Readonly<Record<string, string>> }} Wish */
/** @typedef {{ latencies: number[], bytesEach: number }} Asked */

/** @type {Worker | undefined} */
let asking;

/** The open loop in a thread of its own, so that what else this program does delays no measurement. It is the same
 * thread each time: a new one would first of all measure how its own code is compiled.
 * @param {Wish} wish @returns {Promise<Asked>} */
export async function askFrom(wish) {
  const worker = (asking ??= new Worker(new URL(import.meta.url)));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
  worker.postMessage(wish);
  /** @type {[Asked | Error]} */
  const [answer] = await once(worker, 'message');
  if (answer instanceof Error) throw answer;
  return answer;
}

/** @param {Wish} wish */
async function answer({ paths, ...wish }) {
  const pathOf = (/** @type {number} */ n) => paths[(n * 7919) % paths.length] ?? '/';
  const asked = await openLoop({ ...wish, pathOf }).catch((/** @type {unknown} */ error) => error);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of node:worker_threads, not a window
  parentPort?.postMessage(asked);
}

if (!isMainThread) parentPort?.on('message', (wish) => void answer(wish));
