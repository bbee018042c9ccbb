// @ts-check
import { readFileSync } from 'node:fs';

/** Ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const msPerTick = 10;

/** Milliseconds of CPU that a process has used so far, in user and kernel mode.
 * @param {number} pid */
export function cpuTime(pid) {
  const [, afterName = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = afterName.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

/** What some services use while something is done.
 * @template T @param {Readonly<Record<string, { readonly pid?: number | undefined } | undefined>>} services
 * @param {() => Promise<T>} work @returns {Promise<{ result: T, used: Readonly<Record<string, number>> }>} */
export async function withCpuTime(services, work) {
  const read = () =>
    Object.entries(services).map(([name, service]) => /** @type {const} */ ([name, cpuTime(service?.pid ?? 0)]));
  const before = new Map(read());
  const result = await work();
  return { result, used: Object.fromEntries(read().map(([name, ms]) => [name, ms - (before.get(name) ?? 0)])) };
}
