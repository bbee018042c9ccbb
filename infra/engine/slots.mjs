// @ts-check

/**
 * A fixed number of things that are used by one caller at a time; whoever finds none waits in line.
 *
 * @template T
 */
export class Slots {
  /** @type {T[]} */
  #free;
  /** @type {((slot: T) => void)[]} */
  #waiting = [];

  /** @param {readonly T[]} slots */
  constructor(slots) {
    this.#free = [...slots];
  }

  /**
   * @template R
   * @param {(slot: T) => Promise<R>} work
   * @returns {Promise<R>}
   */
  async use(work) {
    const slot = await this.#take();
    try {
      return await work(slot);
    } finally {
      this.#giveBack(slot);
    }
  }

  /** @returns {Promise<T>} */
  #take() {
    const slot = this.#free.pop();
    return slot === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(slot);
  }

  /** @param {T} slot */
  #giveBack(slot) {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }
}
