// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { isRunning, recordOf, stopProcess } from '../system/background-process.mjs';
import { LauncherError } from '../system/launcher-error.mjs';

/** @typedef {import('../system/background-process.mjs').ProcessRecord} ProcessRecord */
/** @typedef {{ launcher?: ProcessRecord, ports: Record<string, number>, processes: Record<string, ProcessRecord> }} Content */

/**
 * What outlives the launcher in `state.json`: who runs here now, the ports of last time, and the processes to end when
 * the launcher had no chance to.
 */
export class State {
  /** @type {string} */
  #file;
  /** @type {Content} */
  #content;

  /** @param {string} dataDir */
  constructor(dataDir) {
    this.#file = path.join(dataDir, 'state.json');
    this.#content = read(this.#file);
  }

  /**
   * Takes the data directory for this process.
   *
   * @throws {LauncherError} while another launcher has it
   */
  take() {
    const { launcher } = this.#content;
    if (launcher && isRunning(launcher)) {
      const dataDir = path.dirname(this.#file);
      throw new LauncherError(
        `Enginehouse already runs with the data in ${dataDir} (process ${launcher.pid}). Type "npm run stop -- --data-dir ${dataDir}" to end it, or choose another place with --data-dir.`,
      );
    }
    this.#content.launcher = recordOf(process.pid, 'launcher');
    this.#save();
  }

  /** Ends what an earlier launcher left behind. @returns {Promise<string[]>} the names */
  async endLeftovers() {
    const left = Object.values(this.#content.processes).filter(isRunning);
    for (const record of left.toReversed()) await stopProcess(record, { signal: 'SIGINT', grace: 20_000 });
    this.#content.processes = {};
    this.#save();
    return left.map(({ name }) => name);
  }

  /** The process that has the data directory. */
  get launcher() {
    const { launcher } = this.#content;
    return launcher && isRunning(launcher) ? launcher : undefined;
  }

  /** The port of an earlier start. @param {string} name @returns {number | undefined} */
  port(name) {
    return this.#content.ports[name];
  }

  /** @param {string} name @param {number} port */
  rememberPort(name, port) {
    this.#content.ports[name] = port;
    this.#save();
  }

  /** @param {ProcessRecord} record */
  rememberProcess(record) {
    this.#content.processes[record.name] = record;
    this.#save();
  }

  /** @param {string} name */
  forgetProcess(name) {
    delete this.#content.processes[name];
    this.#save();
  }

  /** Gives the data directory back. */
  give() {
    delete this.#content.launcher;
    this.#save();
  }

  #save() {
    const draft = `${this.#file}.new`;
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    fs.writeFileSync(draft, `${JSON.stringify(this.#content, undefined, 2)}\n`, { mode: 0o600 });
    fs.renameSync(draft, this.#file);
  }
}

/** @param {string} file @returns {Content} */
function read(file) {
  if (!fs.existsSync(file)) return { ports: {}, processes: {} };
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
