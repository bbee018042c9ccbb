// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('../index.d.mts').StackEvent} StackEvent */
/** @typedef {import('../system/background-process.mjs').ProcessRecord} ProcessRecord */

/**
 * Something that runs now. `exited` tells how it ended, whoever ended it.
 *
 * @typedef {object} Running
 * @property {ProcessRecord} record
 * @property {Promise<number | null>} exited
 * @property {(mode?: any) => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;
// Whoever ran this long has recovered: the next pause is short again.
const RECOVERED_AFTER = 30_000;
/** `EX_CONFIG` of sysexits.h: starting again would change nothing. */
export const EXIT_CONFIGURATION = 78;
/** Another process has its port. */
export const EXIT_ADDRESS_TAKEN = 69;

/** Keeps one process running: when it ends unasked, it is started again, after pauses that double. */
export class Supervised {
  /** @type {Running | undefined} */
  #running;
  #wanted = false;
  #pause = FIRST_PAUSE;
  /** @type {AbortController} */
  #waiting = new AbortController();

  /**
   * @param {object} what
   * @param {string} what.name
   * @param {string} what.logFile
   * @param {() => Promise<Running>} what.launch
   * @param {(event: StackEvent) => void} what.onEvent
   */
  constructor({ name, logFile, launch, onEvent }) {
    this.name = name;
    this.logFile = logFile;
    this.launch = launch;
    this.onEvent = onEvent;
  }

  get pid() {
    return this.#running?.record.pid;
  }

  async start() {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#watch(await this.launch());
  }

  /** @param {unknown} [mode] how, for what knows several ways to stop */
  async stop(mode) {
    this.#giveUp();
    await this.#running?.stop(mode);
    this.#running = undefined;
  }

  /** Ends it as a crash would, and leaves it down. */
  async kill() {
    this.#giveUp();
    await this.#running?.kill();
    this.#running = undefined;
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  #giveUp() {
    this.#wanted = false;
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** @param {Running} running */
  #watch(running) {
    this.#running = running;
    void this.#afterEnd(running, performance.now());
  }

  /** @param {Running} running @param {number} since */
  async #afterEnd(running, since) {
    const code = await running.exited;
    if (!this.#wanted || this.#running !== running) return;
    if (performance.now() - since > RECOVERED_AFTER) this.#pause = FIRST_PAUSE;
    await this.#startAgain(code);
  }

  /** @param {number | null} code */
  async #startAgain(code) {
    const { name, logFile } = this;
    if (code === EXIT_CONFIGURATION) {
      this.#giveUp();
      this.onEvent({ type: 'misconfigured', name, logFile });
      return;
    }
    this.onEvent({ type: 'ended', name, code, logFile, againInMs: this.#pause });
    const pause = this.#pause;
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE);
    try {
      await sleep(pause, undefined, { signal: this.#waiting.signal });
      this.#watch(await this.launch());
      this.onEvent({ type: 'restarted', name });
    } catch {
      if (this.#wanted) await this.#startAgain(code);
    }
  }
}
