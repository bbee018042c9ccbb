import { isDeepStrictEqual } from 'node:util';
import type { DataSource, EntityManager } from 'typeorm';
import type { EventStore } from '@enginehouse/event-store';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { BackendViewEntity } from './backend-view.entity.js';
import { keyOf, saveRows } from './project-events.js';
import { withCheckpoint } from './read-model-transaction.js';

export interface RebuildReport {
  /** The log position that both the old and the new rows stand for. */
  readonly position: number;
  readonly rows: number;
  /** The backends whose rows were not what the log says. */
  readonly differing: readonly string[];
}

const pageSize = 1000;

/** Makes the read model again from the first event on and puts it in place of the old in one step; readers never see it half done. */
export function rebuildReadModel(dataSource: DataSource, store: EventStore): Promise<RebuildReport> {
  return withCheckpoint(dataSource, async ({ manager, position }) => {
    const rebuilt = await rowsAt(store, position);
    const differing = await differences(manager, rebuilt);
    await manager.createQueryBuilder().delete().from(BackendViewEntity).execute();
    await saveRows(manager, [...rebuilt.values()]);
    return { position, rows: rebuilt.size, differing };
  });
}

async function rowsAt(store: EventStore, position: number): Promise<ReadonlyMap<string, BackendRow>> {
  const rows = new Map<string, BackendRow>();
  for (let after = 0; after < position; after += pageSize) {
    const events = await store.readAll({ after, limit: Math.min(pageSize, position - after) });
    for (const event of events) {
      const row = projectBackend(rows.get(keyOf(event)), event);
      if (row) rows.set(keyOf(event), row);
      else rows.delete(keyOf(event));
    }
  }
  return rows;
}

async function differences(manager: EntityManager, rebuilt: ReadonlyMap<string, BackendRow>): Promise<string[]> {
  const live = new Map((await manager.find(BackendViewEntity)).map((row) => [row.nameKey, plain(row)]));
  const keys = new Set([...live.keys(), ...rebuilt.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(live.get(key), rebuilt.get(key))).toSorted();
}

/** Without the entity's class, so that rows compare by their fields. */
const plain = (row: BackendViewEntity): BackendRow => Object.fromEntries(Object.entries(row)) as unknown as BackendRow;
