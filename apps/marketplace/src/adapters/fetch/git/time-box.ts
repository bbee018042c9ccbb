/** What came of work, and whether its time was over first. */
export interface Boxed<T> {
  readonly value: T;
  readonly isLate: boolean;
}

/**
 * Gives work until `afterMs`, or until `signal` is aborted, and waits for it to end even then: it has processes and
 * files to clear away. The work must keep to the signal it is given.
 */
export async function timeBox<T>(
  { afterMs, signal: outer }: { readonly afterMs: number; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Boxed<T>> {
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  const timer = setTimeout(giveUp, afterMs);
  outer.addEventListener('abort', giveUp, { once: true });
  if (outer.aborted) giveUp();
  try {
    const value = await work(controller.signal);
    return { value, isLate: controller.signal.aborted && !outer.aborted };
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', giveUp);
  }
}
