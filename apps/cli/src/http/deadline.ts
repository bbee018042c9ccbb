/** A signal that is aborted with another one, or after some time. `release` lets go of both. */
export interface Deadline {
  readonly signal: AbortSignal;
  release(): void;
}

/**
 * Gives a request until `afterMs`; without it, until `outer` is aborted. Not `AbortSignal.any`: in Node 20 what it
 * returns can be collected while a request still waits for it, and then never fires.
 */
export function deadline(outer: AbortSignal, afterMs?: number): Deadline & { abort(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  const late = () => controller.abort(new DOMException('no answer in time', 'TimeoutError'));
  const timer = afterMs === undefined ? undefined : setTimeout(late, afterMs);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    release: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
