// @ts-check

/**
 * What was started, to be ended in reverse order. Ending may be asked for in the middle of starting: what is added
 * after that is ended at once.
 */
export class Resources {
  /** @type {(() => Promise<void>)[]} */
  #ends = [];
  /** @type {Promise<void> | undefined} */
  #released;

  /** @param {() => Promise<void>} end */
  async add(end) {
    if (this.#released) await end();
    else this.#ends.push(end);
  }

  /** Whether there is anything to end. */
  get hasAny() {
    return !this.isReleased && this.#ends.length > 0;
  }

  get isReleased() {
    return this.#released !== undefined;
  }

  /** Ends everything, once; an end that fails does not keep the others from ending. */
  release() {
    return (this.#released ??= this.#releaseAll());
  }

  async #releaseAll() {
    /** @type {unknown[]} */
    const errors = [];
    for (const end of this.#ends.toReversed()) await end().catch((error) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
