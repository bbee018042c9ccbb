import type { LoggedEvent } from '../logged-event.js';

/** An event of the catalog; its id, a number, is also its position and decides its time. */
export function event(id: string, more: Partial<LoggedEvent> & { readonly causationId?: string } = {}): LoggedEvent {
  const { causationId, ...rest } = more;
  return {
    id,
    type: 'VersionAdded',
    schemaVersion: 1,
    data: {},
    meta: { actor: 'user:ann', correlationId: 'c1', ...(causationId ? { causationId } : {}) },
    position: Number(id),
    streamId: 'backend:x',
    version: 1,
    recordedAt: new Date(Date.UTC(2026, 0, 1) + Number(id) * 1000).toISOString(),
    log: 'catalog',
    ...rest,
  };
}
