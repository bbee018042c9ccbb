// @ts-check
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinary } from './find-binary.mjs';
import { LauncherError } from './launcher-error.mjs';

const ENDED = 'ended';

/**
 * What is remembered of a started process. A pid alone says little: it is reused. The start time (kernel ticks since
 * boot) and a mark that stands in its command line make sure that a signal reaches the process we started, or nobody.
 *
 * @typedef {object} ProcessRecord
 * @property {string} name
 * @property {number} pid
 * @property {string} startedAt
 * @property {string} mark
 */

/**
 * Starts a process in its own session, so that Ctrl-C in the terminal reaches the launcher alone and everything else
 * stops in the launcher's order. It does not outlive the launcher.
 *
 * @param {object} wanted
 * @param {string} wanted.name
 * @param {string} wanted.command
 * @param {readonly string[]} wanted.args
 * @param {string} wanted.mark text in the command line that only this process has, usually its data directory
 * @param {string} wanted.logFile
 * @param {readonly string[]} [wanted.prefix] a command that runs the command, to change its user
 * @param {NodeJS.Signals} [wanted.deathSignal] what it gets when we die without a chance to stop it; default SIGTERM
 * @param {NodeJS.ProcessEnv} [wanted.env]
 * @param {string} [wanted.cwd]
 * @param {number} [wanted.uid]
 * @param {number} [wanted.gid]
 * @returns {{ record: ProcessRecord, exited: Promise<number | null> }} `exited`: its status, null after a signal
 */
export function startProcess({ name, command, args, mark, logFile, prefix = [], deathSignal = 'SIGTERM', ...options }) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'a', 0o600);
  // Last in the chain: a change of user would take the death signal away again.
  const [program = command, ...rest] = [...prefix, ...withDeathSignal(deathSignal), command, ...args];
  const child = spawn(program, rest, { detached: true, stdio: ['ignore', log, log], ...options });
  fs.closeSync(log);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (child.pid === undefined) throw new LauncherError(`${name} could not be started: ${command} is not runnable.`);
  return { exited, record: recordOf(child.pid, name, mark) };
}

/**
 * What to remember of a process.
 *
 * @param {number} pid
 * @param {string} name
 * @param {string} [mark]
 * @returns {ProcessRecord}
 */
export function recordOf(pid, name, mark = '') {
  return { name, pid, startedAt: startTime(pid), mark };
}

/**
 * Whether the recorded process is still there (and not merely another one with its number).
 *
 * @param {ProcessRecord} record
 */
export function isRunning({ pid, startedAt, mark }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process: its command line is readable all the same.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  const line = commandLine(pid);
  // In the moment in which one program replaces another (setpriv, then the server) a process has no command line.
  return startTime(pid) === startedAt && (line === '' || line.includes(mark));
}

/**
 * Ends a recorded process and waits for it; after `grace` milliseconds it is killed.
 *
 * @param {ProcessRecord} record
 * @param {{ signal?: NodeJS.Signals, grace?: number }} [options]
 */
export async function stopProcess(record, { signal = 'SIGTERM', grace = 10_000 } = {}) {
  if (!isRunning(record)) return;
  process.kill(record.pid, signal);
  if (await ends(record, grace)) return;
  process.kill(record.pid, 'SIGKILL');
  if (!(await ends(record, 5_000))) throw new LauncherError(`${record.name} (pid ${record.pid}) does not end.`);
}

/**
 * Whether a process is gone; one that ended and waits for its parent to notice counts as gone.
 *
 * @param {number} pid
 */
export function hasEnded(pid) {
  return ['', ENDED].includes(startTime(pid));
}

/** @param {NodeJS.Signals} signal */
function withDeathSignal(signal) {
  const setpriv = findBinary('setpriv');
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', signal.slice('SIG'.length), '--'];
}

/** @param {ProcessRecord} record @param {number} grace */
async function ends(record, grace) {
  const deadline = performance.now() + grace;
  while (performance.now() < deadline) {
    if (!isRunning(record)) return true;
    await sleep(15);
  }
  return !isRunning(record);
}

/** @param {number} pid */
function startTime(pid) {
  try {
    // The command name, in brackets, may hold anything: fields are counted from the last bracket.
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' && threads(pid) <= 1 ? ENDED : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** A process's first thread may be over while others still hold its sockets. @param {number} pid */
function threads(pid) {
  return fs.readdirSync(`/proc/${pid}/task`).length;
}

/** @param {number} pid */
function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
