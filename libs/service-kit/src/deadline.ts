/** How long some work may take, and what else ends it. */
export interface Limits {
  /** Milliseconds. */
  readonly afterMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The outcome of work that is given until `afterMs`, or until `signal` is aborted; then it rejects, with a TimeoutError
 * or the signal's reason, whether or not the work keeps to the signal it was given.
 *
 * Not `AbortSignal.any` or `AbortSignal.timeout`: Node 20 can collect what they return, and forget what `fetch` listens
 * to, while the work still waits; then nothing ever ends it.
 */
export function withDeadline<T>({ afterMs, signal }: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  const late = () => controller.abort(new DOMException(`not done within ${afterMs} ms`, 'TimeoutError'));
  const timer = setTimeout(late, afterMs);
  signal?.addEventListener('abort', abort, { once: true });
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(reasonOf(controller.signal)), { once: true });
  });
  if (signal?.aborted) {
    abort();
  }
  return Promise.race([ended, work(controller.signal)]).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  });
}

const reasonOf = ({ reason }: AbortSignal): Error => (reason instanceof Error ? reason : new Error('interrupted'));
