// @ts-check
import { readdirSync, readFileSync } from 'node:fs';

const msPerTick = 10;

/** CPU time so far in milliseconds: this process, and PostgreSQL with all its backends, those that ended included. */
export function cpuTime(/** @type {number} */ postmaster) {
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1000, postgres: postgresTime(postmaster) };
}

function postgresTime(/** @type {number} */ postmaster) {
  if (process.platform !== 'linux') {
    return Number.NaN;
  }
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf);
  const own = all.filter((stat) => stat && (stat.pid === postmaster || stat.parent === postmaster));
  return own.reduce((sum, stat) => sum + (stat ? stat.ticks : 0), 0) * msPerTick;
}

function statOf(/** @type {string} */ pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // User and system time, own and of children that were waited for.
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    return { pid: Number(pid), parent: fields[1], ticks };
  } catch {
    return undefined;
  }
}
