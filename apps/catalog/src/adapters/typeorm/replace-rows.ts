import type { EntityManager } from 'typeorm';
import { wholeRow, type BackendRow, type FoldedBackend } from '../../read-model/backend-row.js';
import { cardCounts, selectRow, writtenRow, type StoredRow } from '../postgres/stored-row.js';
import { deleteRows, saveRows } from './project-events.js';

const pageSize = 2000;
const selectPage = `select ${selectRow()}, card::text, ${cardCounts} is true as card_counts
  from catalog.backend_view where name_key > $1 order by name_key limit ${pageSize}`;

type LiveRow = StoredRow & { readonly card: string | null; readonly card_counts: boolean };

/**
 * Makes the table hold these backends and nothing else, and tells which it did not hold like that. What is there already
 * is not written again; a card that is missing or of an earlier release is written without being counted.
 */
export async function replaceRows(
  manager: EntityManager,
  wanted: ReadonlyMap<string, FoldedBackend>,
): Promise<readonly string[]> {
  const missing = new Set(wanted.keys());
  const differing: string[] = [];
  for await (const page of livePages(manager)) {
    const compared = page.map((live) => compare(live, wanted.get(live.name_key)));
    page.forEach((live) => missing.delete(live.name_key));
    const different = compared.filter(({ same }) => !same);
    differing.push(...different.map(({ key }) => key));
    await deleteRows(
      manager,
      different.filter(({ row }) => row === undefined).map(({ key }) => key),
    );
    await saveRows(
      manager,
      compared.flatMap(({ row, write }) => (row && write ? [row] : [])),
    );
  }
  await saveMissing(manager, wanted, [...missing]);
  return [...differing, ...missing].toSorted();
}

async function* livePages(manager: EntityManager): AsyncGenerator<readonly LiveRow[]> {
  for (let after = '', size = pageSize; size === pageSize;) {
    const rows: LiveRow[] = await manager.query(selectPage, [after]);
    [after, size] = [rows.at(-1)?.name_key ?? after, rows.length];
    yield rows;
  }
}

interface Compared {
  readonly key: string;
  readonly row: BackendRow | undefined;
  readonly same: boolean;
  readonly write: boolean;
}

function compare(live: LiveRow, folded: FoldedBackend | undefined): Compared {
  const { name_key: key } = live;
  if (!folded) return { key, row: undefined, same: false, write: false };
  const row = wholeRow(folded);
  const { card, card_revision: _revision, card_of: _of, card_shape: _shape, ...written } = writtenRow(row);
  const same = Object.entries(written).every(([column, value]) => live[column as keyof StoredRow] === asText(value));
  const hasCard = live.card_counts && live.card === asText(card);
  return { key, row, same, write: !same || !hasCard };
}

/** As it is read; JSON that was written is read as the same bytes. */
const asText = (value: unknown): unknown =>
  typeof value === 'string' || value === null ? value : JSON.stringify(value);

/** Part by part: all of them written out at once could be gigabytes. */
async function saveMissing(
  manager: EntityManager,
  wanted: ReadonlyMap<string, FoldedBackend>,
  keys: readonly string[],
): Promise<void> {
  for (let at = 0; at < keys.length; at += pageSize) {
    const folded = keys.slice(at, at + pageSize).flatMap((key) => wanted.get(key) ?? []);
    await saveRows(manager, folded.map(wholeRow));
  }
}
