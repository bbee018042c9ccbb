/** How to wait for leadership. */
export interface HoldOptions {
  /** Gives up waiting; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Pause between two tries in milliseconds. */
  readonly retryMs?: number;
}

/** Held until `signal` aborts: then somebody else may lead already, so stop acting on what you know. */
export interface Leadership {
  readonly signal: AbortSignal;
  release(): Promise<void>;
}
