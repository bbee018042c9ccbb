import type { DataSource, EntityManager } from 'typeorm';

const selectCheckpoint = `select position::text from catalog.projection where name = 'backend_view'`;
const moveCheckpoint = `update catalog.projection set position = $1 where name = 'backend_view'`;

interface Checkpoint {
  readonly position: string;
}

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
    const rows: Checkpoint[] = await manager.query(`${selectCheckpoint} for update`);
    const moveTo = async (next: number) => void (await manager.query(moveCheckpoint, [next]));
    return work({ manager, position: positionIn(rows), moveTo });
  });
}

/** The last position that the read model holds. */
export async function readCheckpoint(dataSource: DataSource): Promise<number> {
  return positionIn(await dataSource.query<Checkpoint[]>(selectCheckpoint));
}

function positionIn([row]: readonly Checkpoint[]): number {
  if (!row) throw new Error('The read model has no checkpoint; migrate it.');
  return Number(row.position);
}
