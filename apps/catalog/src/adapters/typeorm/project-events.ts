import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import { foldEvent, wholeRow, type BackendRow, type FoldedBackend } from '../../read-model/backend-row.js';
import { rowOf, selectRow, upsertRows, writtenRow, type StoredRow } from '../postgres/stored-row.js';

const selectRows = `select ${selectRow()} from catalog.backend_view where name_key = any($1)`;
/** A statement's parameter is in memory several times over, here and in the database. */
const mostCharacters = 4_000_000;

/** Applies consecutive events to the read model: each backend that they touch is read and written once. */
export async function projectEvents(manager: EntityManager, events: readonly RecordedEvent[]): Promise<void> {
  const backends = events.filter(isOfBackend);
  const keys = [...new Set(backends.map(keyOf))];
  const found: StoredRow[] = await manager.query(selectRows, [keys]);
  const rows = new Map<string, FoldedBackend | undefined>(found.map((row) => [row.name_key, rowOf(row)]));
  backends.forEach((event) => rows.set(keyOf(event), foldEvent(rows.get(keyOf(event)), event)));
  await deleteRows(
    manager,
    keys.filter((key) => rows.get(key) === undefined),
  );
  await saveRows(manager, [...rows.values()].filter((row) => row !== undefined).map(wholeRow));
}

/** Writes whole rows, whether they were there or not. */
export async function saveRows(manager: EntityManager, rows: readonly BackendRow[]): Promise<void> {
  let part: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const written = JSON.stringify(writtenRow(row));
    if (part.length > 0 && characters + written.length > mostCharacters) {
      await manager.query(upsertRows, [`[${part.join()}]`]);
      [part, characters] = [[], 0];
    }
    part.push(written);
    characters += written.length;
  }
  if (part.length > 0) await manager.query(upsertRows, [`[${part.join()}]`]);
}

/** Takes backends out of the read model. */
export async function deleteRows(manager: EntityManager, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await manager.query('delete from catalog.backend_view where name_key = any($1)', [keys]);
}

/** Whether an event is about a backend; the log may hold others one day. */
export const isOfBackend = ({ streamId }: RecordedEvent): boolean => streamId.startsWith('backend:');

/** The part of the stream id behind its kind; it is the lower-case name. */
export const keyOf = (event: RecordedEvent): string => event.streamId.slice(event.streamId.indexOf(':') + 1);
