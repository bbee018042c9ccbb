// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `condition` until it answers something truthy, and returns that. A condition that throws counts as "not yet";
 * its last error is the cause of the timeout error.
 *
 * @template T
 * @param {() => T | Promise<T>} condition
 * @param {{ timeout?: number, interval?: number, what?: string }} [options] times in milliseconds
 * @returns {Promise<NonNullable<Exclude<T, false>>>}
 */
export async function waitUntil(condition, { timeout = 10_000, interval = 25, what = 'the condition' } = {}) {
  const deadline = performance.now() + timeout;
  /** @type {unknown} */
  let lastError;
  do {
    try {
      const answer = await condition();
      if (answer) return /** @type {NonNullable<Exclude<T, false>>} */ (answer);
    } catch (error) {
      lastError = error;
    }
    await sleep(interval);
  } while (performance.now() < deadline);
  const last = lastError instanceof Error ? ` Last error: ${lastError.message}` : '';
  throw new Error(`Waited ${timeout} ms for ${what}.${last}`, { cause: lastError });
}
