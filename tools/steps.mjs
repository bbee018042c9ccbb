// @ts-check
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** A name and a command. @typedef {readonly [string, readonly string[]]} Step */
/** A step that failed, with the last lines that it printed.
 * @typedef {{readonly name: string, readonly status: number, readonly lastLines: string}} FailedStep */

const root = resolve(import.meta.dirname, '..');
const keptCharacters = 16_384;
const shownLines = 20;

/**
 * Runs a command with its output shown, and keeps the end of that output.
 * @param {readonly string[]} command @returns {Promise<{status: number, lastLines: string}>} exit status
 */
export function run(command) {
  const [program = '', ...args] = command;
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  return new Promise((done) => {
    let end = '';
    const child = spawn(program, args, { cwd: root, stdio: ['inherit', 'pipe', 'pipe'], env });
    /** @param {Buffer} bytes @param {NodeJS.WriteStream} shown */
    const pass = (bytes, shown) => {
      shown.write(bytes);
      end = (end + bytes.toString()).slice(-keptCharacters);
    };
    child.stdout.on('data', (bytes) => pass(bytes, process.stdout));
    child.stderr.on('data', (bytes) => pass(bytes, process.stderr));
    child.on('error', (error) => done({ status: 127, lastLines: error.message }));
    child.on('close', (code, signal) =>
      done({
        status: code ?? 1,
        lastLines: `${lastLinesOf(end)}${signal === null ? '' : `\nended by ${signal}`}`,
      }),
    );
  });
}

/** Runs every step, those after a failed one too: each tells something of its own. With two tries, one that fails is run
 * once more, as the tests are: compilers and linters that share a machine fail for want of memory as well.
 * @param {readonly Step[]} steps @param {{ tries?: number }} [options]
 * @returns {Promise<readonly FailedStep[]>} those that failed each time */
export async function runSteps(steps, { tries = 1 } = {}) {
  /** @type {FailedStep[]} */
  const failed = [];
  for (const step of steps) {
    const failures = await tryStep(step, tries);
    const last = failures.at(-1);
    if (last && failures.length === tries) failed.push(last);
    else if (last) console.log(`--- ${step[0]}: passed at try ${failures.length + 1}`);
  }
  return failed;
}

/** Tries until it passes. @param {Step} step @param {number} tries @returns {Promise<FailedStep[]>} the tries that failed */
async function tryStep([name, command], tries) {
  /** @type {FailedStep[]} */
  const failures = [];
  while (failures.length < tries) {
    const started = Date.now();
    console.log(`\n--- ${name}`);
    const { status, lastLines } = await run(command);
    console.log(`--- ${name}: ${status === 0 ? 'ok' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (status === 0) break;
    failures.push({ name, status, lastLines });
  }
  return failures;
}

/** @param {string} text */
function lastLinesOf(text) {
  return text.trimEnd().split('\n').slice(-shownLines).join('\n');
}
