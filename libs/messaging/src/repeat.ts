import type { Stoppable } from './bus.js';

/** Says how to break off the round at hand. */
export type OnStop = (breakOff: () => void) => void;

/** Runs rounds until stopped, with a pause between them; a failed round is told to `onError` and followed by the next. */
export function repeat(
  round: (onStop: OnStop) => Promise<void>,
  options: { readonly pauseMs: number; readonly onError?: (error: unknown) => void },
): Stoppable {
  const state: { stopped: boolean; breakOff?: () => void } = { stopped: false };
  const run = async () => {
    while (!state.stopped) {
      await round((breakOff) => (state.breakOff = breakOff)).catch((error: unknown) => options.onError?.(error));
      await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
    }
  };
  void run();
  return {
    stop: () => {
      state.stopped = true;
      state.breakOff?.();
    },
  };
}
