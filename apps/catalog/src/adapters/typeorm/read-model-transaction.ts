import type { DataSource, EntityManager } from 'typeorm';
import { ProjectionEntity } from './projection.entity.js';

const backendProjection = 'backend_view';

/** The checkpoint of the backends' read model, held by one transaction at a time over all processes. */
export interface HeldCheckpoint {
  readonly manager: EntityManager;
  readonly position: number;
  moveTo(position: number): Promise<void>;
}

/** Runs something that changes the read model; nobody else changes it meanwhile, and all of it happens or nothing. */
export async function withCheckpoint<T>(
  dataSource: DataSource,
  work: (checkpoint: HeldCheckpoint) => Promise<T>,
): Promise<T> {
  return dataSource.transaction(async (manager) => {
    const key = { name: backendProjection };
    const { position } = await manager.findOneOrFail(ProjectionEntity, {
      where: key,
      lock: { mode: 'pessimistic_write' },
    });
    const moveTo = async (next: number) => void (await manager.update(ProjectionEntity, key, { position: next }));
    return work({ manager, position, moveTo });
  });
}

/** The last position that the read model holds. */
export async function readCheckpoint(dataSource: DataSource): Promise<number> {
  const { position } = await dataSource.manager.findOneByOrFail(ProjectionEntity, { name: backendProjection });
  return position;
}

/**
 * Identifies what the read model holds. The row's own version is part of it, since a log that was restored from a copy
 * gives its positions out again.
 */
export async function readState(dataSource: DataSource): Promise<string> {
  const sql = 'select position, xmin::text as version from catalog.projection where name = $1';
  const [row] = await dataSource.query<{ position: string; version: string }[]>(sql, [backendProjection]);
  return `${row?.position}.${row?.version}`;
}
