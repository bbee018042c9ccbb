import type { DataSource } from 'typeorm';
import { cardCounts, rowOf, selectRow, type StoredRow } from '../postgres/stored-row.js';
import { saveRows } from './project-events.js';
import { withCheckpoint } from './read-model-transaction.js';

const filledAtOnce = 500;
const selectOutdated = `select ${selectRow()} from catalog.backend_view where ${cardCounts} is not true
  order by name_key limit ${filledAtOnce}`;

/** After an upgrade from a release whose cards said less: makes the cards anew, part by part, while others read. */
export async function fillCards(dataSource: DataSource): Promise<void> {
  for (let filled = filledAtOnce; filled === filledAtOnce;) {
    filled = await withCheckpoint(dataSource, async (checkpoint) => {
      const { manager, position } = checkpoint;
      const rows: StoredRow[] = await manager.query(selectOutdated);
      await saveRows(manager, rows.map(rowOf));
      // Moved to where it is: lists that were given out with the cards as they were do not hold any more.
      if (rows.length > 0) await checkpoint.moveTo(position);
      return rows.length;
    });
  }
}
