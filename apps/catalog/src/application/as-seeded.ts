import { fold, type Backend } from '../domain/backend.js';
import type { LoadedBackend } from './loaded-backend.js';
import { readableEvent } from './readable-event.js';

/** Who the events of seeding are by; no user can be this actor. */
export const seeder = 'service:catalog';

/** The backend as the seeder's events alone would have left it: what differs from it is a user's. */
export function asSeeded(loaded: LoadedBackend): Backend {
  const own = loaded.events.filter((event) => event.meta.actor === seeder);
  return fold(own.flatMap((event) => readableEvent(event) ?? []));
}
