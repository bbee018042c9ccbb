// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resources } from './resources.mjs';
import { State } from './state.mjs';

/** @typedef {import('../index.d.mts').StackOptions} StackOptions */

/**
 * What every part of a start shares.
 *
 * @typedef {object} Context
 * @property {string} root the checkout
 * @property {string} dataDir
 * @property {string} cacheDir
 * @property {string} host the address that API, gateway and NATS listen on
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {State} state
 * @property {import('../index.d.mts').StackResources} resources
 * @property {Promise<unknown>} installed when the npm packages are there
 * @property {Promise<unknown>} built when the services can run
 * @property {(host: string) => void} onDocker
 * @property {(name: string) => string} logFile
 * @property {(label: string) => (text: string) => void} step tells that a step began; the answer tells its end
 * @property {(event: import('../index.d.mts').StackEvent) => void} onEvent
 */

/** The checkout that this launcher is part of. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** @param {StackOptions} options @returns {Context} */
export function contextOf(options) {
  const { env = process.env, host = '127.0.0.1' } = options;
  const directory = path.resolve(options.dataDir);
  return {
    root: ROOT,
    dataDir: directory,
    // Shared by all data directories of the checkout: programs fetched once are not fetched again.
    cacheDir: path.join(ROOT, '.enginehouse', 'cache'),
    host,
    env,
    state: new State(directory),
    resources: options.resources ?? new Resources(),
    installed: options.installed ?? Promise.resolve(),
    built: options.built ?? Promise.resolve(),
    logFile: (name) => path.join(directory, 'logs', `${name}.log`),
    step: options.onStep ?? (() => () => undefined),
    onEvent: options.onEvent ?? (() => undefined),
    onDocker: options.onDocker ?? (() => undefined),
  };
}
