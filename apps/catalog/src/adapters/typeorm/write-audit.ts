import { Between, In, MoreThan, type EntityManager } from 'typeorm';
import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { auditKeyOf, auditRows, type AuditRow, type KnownNames } from '../../read-model/audit-row.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

const pageSize = 1000;

/** Adds the entries of consecutive events behind those that are there. */
export async function writeAudit(manager: EntityManager, events: readonly RecordedEvent[]): Promise<void> {
  const names = await namesOf(manager, [...new Set(events.map(auditKeyOf))]);
  await saveAuditRows(manager, auditRows(events, names));
}

/** The names as written in the latest entries of these backends. */
async function namesOf(manager: EntityManager, keys: readonly string[]): Promise<KnownNames> {
  const rows: { key: string; backend: string | null }[] = await manager.query(
    `select key, (select backend from catalog.audit_entry where backend_key = key order by position desc limit 1) backend
     from unnest($1::text[]) key`,
    [keys],
  );
  return new Map(rows.flatMap(({ key, backend }) => (backend === null ? [] : [[key, backend]])));
}

async function saveAuditRows(manager: EntityManager, rows: readonly AuditRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += pageSize) {
    await manager.upsert(AuditEntryEntity, rows.slice(at, at + pageSize), ['position']);
  }
}

/**
 * Adds what is missing up to a position, at most `most` events of it; true when nothing is missing any more. Entries are
 * missing where an earlier release, which knew no audit view, has moved the checkpoint.
 */
export async function fillAudit(
  manager: EntityManager,
  store: EventStore,
  { upTo, most = Number.POSITIVE_INFINITY }: { readonly upTo: number; readonly most?: number },
): Promise<boolean> {
  const start = (await manager.maximum(AuditEntryEntity, 'position')) ?? 0;
  const end = Math.min(upTo, start + most);
  for (let after = start; after < end; after += pageSize) {
    await writeAudit(manager, await store.readAll({ after, limit: Math.min(pageSize, end - after) }));
  }
  return end === upTo;
}

/** Makes the entries of consecutive events what the log says; how many were not. */
export async function repairAudit(
  manager: EntityManager,
  events: readonly RecordedEvent[],
  names: KnownNames,
): Promise<number> {
  const [first, last] = [events.at(0), events.at(-1)];
  if (!first || !last) return 0;
  const wanted = auditRows(events, names);
  const found = await manager.findBy(AuditEntryEntity, { position: Between(first.position, last.position) });
  const live = new Map(found.map((row) => [row.position, fieldsOf(row)]));
  const wrong = wanted.filter((row) => !isDeepStrictEqual(live.get(row.position), fieldsOf(row)));
  const positions = new Set(wanted.map(({ position }) => position));
  const strangers = found.map(({ position }) => position).filter((position) => !positions.has(position));
  await saveAuditRows(manager, wrong);
  if (strangers.length > 0) await manager.delete(AuditEntryEntity, { position: In(strangers) });
  return wrong.length + strangers.length;
}

/** Without the entity's class and in any order, so that rows compare by their fields. */
const fieldsOf = (row: AuditRow): unknown => Object.fromEntries(Object.entries(row));

/** Takes away entries behind the end of what was read; how many there were. */
export async function cutAudit(manager: EntityManager, position: number): Promise<number> {
  return (await manager.delete(AuditEntryEntity, { position: MoreThan(position) })).affected ?? 0;
}
