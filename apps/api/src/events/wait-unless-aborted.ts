/** Waits for a promise, for so many milliseconds or for the signal, whichever is first; leaves no listener behind. */
export function waitUnlessAborted(signal: AbortSignal, wait: Promise<unknown> | number): Promise<void> {
  if (signal.aborted) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const timer = typeof wait === 'number' ? setTimeout(done, wait) : undefined;
    signal.addEventListener('abort', done, { once: true });
    if (typeof wait !== 'number') {
      void wait.finally(done);
    }
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
