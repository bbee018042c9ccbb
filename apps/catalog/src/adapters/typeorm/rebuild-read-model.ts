import { isDeepStrictEqual } from 'node:util';
import type { DataSource, EntityManager } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { KnownNames } from '../../read-model/audit-row.js';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { BackendViewEntity } from './backend-view.entity.js';
import { keyOf, saveRows } from './project-events.js';
import { withCheckpoint } from './read-model-transaction.js';
import { cutAudit, repairAudit } from './write-audit.js';

export interface RebuildReport {
  /** The log position that both the old and the new rows stand for. */
  readonly position: number;
  readonly rows: number;
  /** The backends whose rows were not what the log says. */
  readonly differing: readonly string[];
  /** How many entries of the audit view were not what the log says. */
  readonly repairedEntries: number;
}

const pageSize = 1000;

/** Makes the read model again from the first event on and puts it in place of the old in one step; readers never see it half done. */
export function rebuildReadModel(dataSource: DataSource, store: EventStore): Promise<RebuildReport> {
  return withCheckpoint(dataSource, async ({ manager, position }) => {
    const rebuilt = new Map<string, BackendRow>();
    const names: KnownNames = new Map();
    let repairedEntries = await cutAudit(manager, position);
    for await (const events of pagesUpTo(store, position)) {
      events.forEach((event) => take(rebuilt, event));
      repairedEntries += await repairAudit(manager, events, names);
    }
    const differing = await differences(manager, rebuilt);
    await manager.createQueryBuilder().delete().from(BackendViewEntity).execute();
    await saveRows(manager, [...rebuilt.values()]);
    return { position, rows: rebuilt.size, differing, repairedEntries };
  });
}

async function* pagesUpTo(store: EventStore, position: number): AsyncGenerator<readonly RecordedEvent[]> {
  for (let after = 0; after < position; after += pageSize) {
    yield await store.readAll({ after, limit: Math.min(pageSize, position - after) });
  }
}

function take(rows: Map<string, BackendRow>, event: RecordedEvent): void {
  const row = projectBackend(rows.get(keyOf(event)), event);
  if (row) rows.set(keyOf(event), row);
  else rows.delete(keyOf(event));
}

async function differences(manager: EntityManager, rebuilt: ReadonlyMap<string, BackendRow>): Promise<string[]> {
  const live = new Map((await manager.find(BackendViewEntity)).map((row) => [row.nameKey, plain(row)]));
  const keys = new Set([...live.keys(), ...rebuilt.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(live.get(key), rebuilt.get(key))).toSorted();
}

/** Without the entity's class, so that rows compare by their fields. */
const plain = (row: BackendViewEntity): BackendRow => Object.fromEntries(Object.entries(row)) as unknown as BackendRow;
