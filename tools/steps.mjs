// @ts-check
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Runs a command with its output shown. @param {readonly string[]} command @returns {Promise<number>} exit status */
export function run(command) {
  const [program = '', ...args] = command;
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env });
    child.on('error', () => done(127));
    child.on('close', (code, signal) => done(code ?? (signal ? 1 : 0)));
  });
}

/** Runs the steps in order, stopping at the first that fails.
 * @param {readonly (readonly [string, readonly string[]])[]} steps @returns {Promise<number>} exit status */
export async function runSteps(steps) {
  for (const [name, command] of steps) {
    const started = Date.now();
    console.log(`\n--- ${name}`);
    const status = await run(command);
    console.log(`--- ${name}: ${status === 0 ? 'ok' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (status !== 0) {
      return status;
    }
  }
  return 0;
}
