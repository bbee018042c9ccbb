/** A signal that is aborted with another one, or after some time. `release` lets go of both. */
export interface Deadline {
  readonly signal: AbortSignal;
  release(): void;
}

/**
 * Gives some work until `afterMs`, or until `outer` is aborted. Not `AbortSignal.any` or `timeout`: Node 20 can collect
 * what they return while the work still waits, and then nothing ever ends it.
 */
export function deadline(outer: AbortSignal | undefined, afterMs: number): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort(outer?.reason);
  const late = () => controller.abort(new DOMException(`no answer within ${afterMs} ms`, 'TimeoutError'));
  const timer = setTimeout(late, afterMs);
  outer?.addEventListener('abort', abort, { once: true });
  if (outer?.aborted) {
    abort();
  }
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}

/** The outcome of a promise, or the signal's reason once it is aborted: in Node 20 `fetch` may forget its signal. */
export function untilAborted<T>(signal: AbortSignal | undefined, promise: Promise<T>): Promise<T> {
  if (!signal) {
    return promise;
  }
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(reasonFor(signal));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
    }
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits, in milliseconds; rejects with the signal's reason once it is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await untilAborted(signal, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))));
  } finally {
    clearTimeout(timer);
  }
}

const reasonFor = ({ reason }: AbortSignal): Error => (reason instanceof Error ? reason : new Error('interrupted'));
