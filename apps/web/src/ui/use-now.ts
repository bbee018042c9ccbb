import { useSyncExternalStore } from 'react';

const everyMs = 5000;
const listeners = new Set<() => void>();
let now = Date.now();

setInterval(() => {
  now = Date.now();
  listeners.forEach((tell) => tell());
}, everyMs);

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** The time in milliseconds; one clock for the whole page, told every five seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
