/** An append that can never succeed: the input is at fault, not the moment. */
export class UnacceptableEventError extends Error {
  readonly code = 'unacceptable-event';
  override readonly name = 'UnacceptableEventError';
}

/** The log has a hole or is out of order where a reader stood. It never has one; somebody changed the database. */
export class LogGapError extends Error {
  readonly code = 'log-gap';
  override readonly name = 'LogGapError';

  constructor(
    readonly expected: number,
    readonly found: number,
  ) {
    super(`The log continues with position ${found} where ${expected} was expected; verify the log.`);
  }
}

/** The log was restored from a copy and no longer holds what this reader has already handled. */
export class LogForkError extends Error {
  readonly code = 'log-fork';
  override readonly name = 'LogForkError';

  constructor(
    readonly reader: string,
    /** The last position that the reader and the log have in common. */
    readonly commonPosition: number,
  ) {
    super(
      `"${reader}" has handled events that the restored log does not hold; go back to position ${commonPosition}, or rebuild.`,
    );
  }
}
