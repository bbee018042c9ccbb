import type { useEvents } from '@enginehouse/contracts';
import type { DataOf, Logged } from './events.js';

/** A removal under way: no deployment may begin to use the backend, or the named versions of it. */
export type UseHold = DataOf<'UseHeld'>;

/** What stands between a backend and new deployments on it. */
export interface BackendUse {
  readonly holds: ReadonlyMap<string, UseHold>;
  /** The backend's revision when the last hold ended: an older reading may name what is gone by now. */
  readonly fence: number;
}

/** Nothing is being removed, and nothing ever was. */
export const freeToUse: BackendUse = { holds: new Map(), fence: 0 };

/** The use of a backend after an event of its stream. */
export function evolveUse(before: BackendUse, event: Logged<keyof typeof useEvents>): BackendUse {
  const holds = new Map(before.holds);
  if (event.type === 'UseHeld') {
    return { ...before, holds: holds.set(event.data.hold, event.data) };
  }
  holds.delete(event.data.hold);
  return { holds, fence: Math.max(before.fence, event.data.revision) };
}
