// @ts-check

// A step that takes longer than this is announced before it ends.
const PATIENCE = 3_000;

/** Tells what happens, each line with the seconds since the start. */
export class Progress {
  #started = performance.now();

  /** Seconds since the start. */
  get seconds() {
    return (performance.now() - this.#started) / 1000;
  }

  /** @param {string} text */
  line(text) {
    const [first = '', ...more] = text.trimEnd().split('\n');
    console.log(`${this.seconds.toFixed(1).padStart(6)} s  ${first}`);
    for (const line of more) console.log(`${' '.repeat(10)}${line}`);
  }

  /**
   * Begins a step; the answer ends it with the line that stays.
   *
   * @param {string} label
   * @returns {(text: string) => void}
   */
  step(label) {
    const announce = setTimeout(() => this.line(`... ${label}`), PATIENCE);
    announce.unref();
    return (text) => {
      clearTimeout(announce);
      this.line(text);
    };
  }
}
