// @ts-check
import { Pool } from 'undici';

/**
 * Asks at a fixed rate whether or not earlier answers have come, so that a slow moment is felt by every request that
 * falls into it. Latencies are in milliseconds from when a request was due.
 *
 * @param {{ url: string, token: string, pathOf: (n: number) => string, perSecond: number, seconds: number, headers?: Readonly<Record<string, string>> }} wish
 */
export async function openLoop({ url, token, pathOf, perSecond, seconds, headers: more = {} }) {
  const pool = new Pool(url, { connections: 32, pipelining: 1 });
  const headers = { authorization: `Bearer ${token}`, ...more };
  /** @type {number[]} */
  const latencies = [];
  let bytes = 0;
  const ask = async (/** @type {number} */ n, /** @type {number} */ due) => {
    const { statusCode, body } = await pool.request({ path: pathOf(n), method: 'GET', headers });
    for await (const chunk of body) bytes += chunk.length;
    if (statusCode !== 200) throw new Error(`${pathOf(n)} answered ${statusCode}`);
    latencies.push(performance.now() - due);
  };
  const total = perSecond * seconds;
  const start = performance.now() + 20;
  const pending = [];
  for (let n = 0; n < total; n += 1) {
    const due = start + (n * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(ask(n, Math.max(due, performance.now() - 1.5)));
  }
  await Promise.all(pending);
  await pool.close();
  return { latencies, bytesEach: bytes / total };
}
