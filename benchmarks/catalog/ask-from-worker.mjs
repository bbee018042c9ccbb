// @ts-check
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openLoop } from './open-loop.mjs';

/** @typedef {{ url: string, token: string, paths: readonly string[], perSecond: number, seconds: number, headers?: Readonly<Record<string, string>> }} Wish */

/** The open loop in a thread of its own, so that what else this program does delays no measurement.
 * @param {Wish} wish @returns {Promise<{ latencies: number[], bytesEach: number }>} */
export function askFrom(wish) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: wish });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (!isMainThread) {
  const { paths, ...wish } = /** @type {Wish} */ (workerData);
  const pathOf = (/** @type {number} */ n) => paths[(n * 7919) % paths.length] ?? '/';
  const answer = await openLoop({ ...wish, pathOf });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of node:worker_threads, not a window
  parentPort?.postMessage(answer);
}
