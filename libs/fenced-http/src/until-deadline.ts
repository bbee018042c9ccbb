/**
 * The outcome of work that is given `timeoutMs` and ends with `outer`; then it rejects, whether or not the work keeps
 * to its signal. Not `AbortSignal.any` or `timeout`: Node 20 can collect what they return while the work still waits.
 */
export function untilDeadline<T>(
  { timeoutMs, signal: outer }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  const timer = setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), timeoutMs);
  const giveUp = () => controller.abort(new DOMException('given up', 'AbortError'));
  outer?.addEventListener('abort', giveUp, { once: true });
  if (outer?.aborted) giveUp();
  return Promise.race([ended, work(controller.signal)]).finally(() => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', giveUp);
  });
}
