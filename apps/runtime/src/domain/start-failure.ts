/**
 * What to do about a container that could not be started:
 * `retry` after the back-off, counting the attempt; `give-up` at once, for what no waiting mends;
 * `wait` for the container engine, which says nothing about the instance; `outlast` with the back-off, but without
 * counting: a registry that is away; `again` at once with another port.
 */
export type RetryClass = 'retry' | 'give-up' | 'wait' | 'outlast' | 'again';

export interface StartFailure {
  readonly code: string;
  readonly detail: string;
}

const classes: Readonly<Record<string, RetryClass>> = {
  'engine-unreachable': 'wait',
  'registry-unreachable': 'outlast',
  'registry-limited': 'outlast',
  'port-taken': 'again',
  'model-path-not-allowed': 'give-up',
  'command-invalid': 'give-up',
  'profile-not-allowed': 'give-up',
  'secret-unreadable': 'give-up',
  'program-not-found': 'give-up',
  'invalid-image': 'give-up',
  'invalid-spec': 'give-up',
  'mount-not-allowed': 'give-up',
};

/** A failure nobody classified is tried again: the number of tries is bounded either way. */
export const retryClass = (failure: StartFailure): RetryClass => classes[failure.code] ?? 'retry';
