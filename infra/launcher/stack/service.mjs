// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { startProcess, stopProcess } from '../system/background-process.mjs';
import { LauncherError } from '../system/launcher-error.mjs';

// The services give requests in flight ten seconds; then they end by themselves.
const STOP_GRACE = 15_000;

/**
 * Starts one of our services from its build.
 *
 * @param {{ root: string, name: string, id?: string, env: NodeJS.ProcessEnv, logFile: string }} what `id` tells
 *   several of one service apart
 * @returns {import('./supervised.mjs').Running}
 */
export function launchService({ root, name, id = name, env, logFile }) {
  const main = path.join(root, 'apps', name, 'dist', 'main.js');
  if (!fs.existsSync(main)) throw new LauncherError(`${main} is missing. Type "npm ci && npm run build".`);
  const { record, exited } = startProcess({
    name: id,
    command: process.execPath,
    args: ['--enable-source-maps', main],
    mark: main,
    logFile,
    cwd: root,
    env,
  });
  return {
    record,
    exited,
    stop: () => stopProcess(record, { grace: STOP_GRACE }),
    kill: () => stopProcess(record, { signal: 'SIGKILL' }),
  };
}
