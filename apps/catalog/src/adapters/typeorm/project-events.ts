import { In, type EntityManager } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { BackendViewEntity } from './backend-view.entity.js';

/** Applies consecutive events to the read model: each backend that they touch is read and written once. */
export async function projectEvents(manager: EntityManager, events: readonly RecordedEvent[]): Promise<void> {
  const backends = events.filter((event) => event.streamId.startsWith('backend:'));
  const keys = [...new Set(backends.map(keyOf))];
  const found = await manager.findBy(BackendViewEntity, { nameKey: In(keys) });
  const rows = new Map<string, BackendRow | undefined>(found.map((row) => [row.nameKey, row]));
  backends.forEach((event) => rows.set(keyOf(event), projectBackend(rows.get(keyOf(event)), event)));
  const kept = [...rows.values()].filter((row) => row !== undefined);
  const gone = keys.filter((key) => rows.get(key) === undefined);
  if (gone.length > 0) await manager.delete(BackendViewEntity, { nameKey: In(gone) });
  await saveRows(manager, kept);
}

/** Writes whole rows, whether they were there or not. */
export async function saveRows(manager: EntityManager, rows: readonly BackendRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.upsert(
    BackendViewEntity,
    rows.map((row) => ({ ...row, frameworks: [...row.frameworks] })),
    ['nameKey'],
  );
}

/** The part of the stream id behind its kind; it is the lower-case name. */
export const keyOf = (event: RecordedEvent): string => event.streamId.slice(event.streamId.indexOf(':') + 1);
