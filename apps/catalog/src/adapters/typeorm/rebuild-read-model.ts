import type { DataSource } from 'typeorm';
import type { EventStore } from '@enginehouse/event-store';
import { ReadModelFold } from './read-model-fold.js';
import { readCheckpoint, withCheckpoint } from './read-model-transaction.js';
import { replaceRows } from './replace-rows.js';
import { cutAudit } from './write-audit.js';

export interface RebuildReport {
  /** The log position that both the old and the new rows stand for. */
  readonly position: number;
  readonly rows: number;
  /** The backends whose rows were not what the log says. */
  readonly differing: readonly string[];
  /** How many entries of the audit view were not what the log says. */
  readonly repairedEntries: number;
}

/** Where all entries of the audit view must be written, keeping their indexes is most of the work. */
const pagesAtOnce = 2;

/**
 * Makes the read model again from the first event on and puts it in place of the old in one step; readers never see it
 * half done. Nearly all of the log is read beforehand, while the live one goes on.
 */
export async function rebuildReadModel(dataSource: DataSource, store: EventStore): Promise<RebuildReport> {
  const fold = new ReadModelFold(store);
  const early = await fold.upTo(await readCheckpoint(dataSource), dataSource.manager, pagesAtOnce);
  return withCheckpoint(dataSource, async (checkpoint) => {
    const { manager, position } = checkpoint;
    const late = await fold.upTo(position, manager);
    const strangers = await cutAudit(manager, position);
    const differing = await replaceRows(manager, fold.rows);
    // Moved to where it is: lists that were given out of other rows do not hold any more.
    await checkpoint.moveTo(position);
    return { position, rows: fold.rows.size, differing, repairedEntries: early + late + strangers };
  });
}
