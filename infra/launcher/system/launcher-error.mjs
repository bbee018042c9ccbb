// @ts-check

/** A failure the user can act on: its text is the whole story, so the launcher prints it without a stack. */
export class LauncherError extends Error {
  /**
   * @param {string} message what went wrong, and what to do next
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'LauncherError';
  }
}
