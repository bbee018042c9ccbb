import { createHash } from 'node:crypto';
import { MoreThan, QueryFailedError, type EntityManager } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { auditKeyOf, auditRows, type AuditRow, type KnownNames } from '../../read-model/audit-row.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

const pageSize = 1000;

/** Adds the entries of consecutive events behind those that are there. */
export async function writeAudit(manager: EntityManager, events: readonly RecordedEvent[]): Promise<void> {
  const known = await namesOf(manager, [...new Set(events.map(auditKeyOf))]);
  await saveAuditRows(manager, auditRows(events, known));
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

/** The columns of the table, each with its type and its value in a row. */
type Column = readonly [name: string, type: string, value: (row: AuditRow) => string | number | null];
const columns: readonly Column[] = [
  ['position', 'bigint', (row) => row.position],
  ['backend_key', 'text', (row) => row.backendKey],
  ['backend', 'text', (row) => row.backend],
  ['version', 'integer', (row) => row.version],
  ['type', 'text', (row) => row.type],
  ['at', 'text', (row) => row.at],
  ['actor', 'text', (row) => row.actor],
  ['reason', 'text', (row) => row.reason],
  ['correlation_id', 'text', (row) => row.correlationId],
  ['text', 'text', (row) => row.text],
];

const names = columns.map(([name]) => name);
/** One array for each column: several times as fast as one parameter for each value, and a log can be long. */
const addRows = `insert into catalog.audit_entry (${names.join(', ')})
  select * from unnest(${columns.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})`;
const writeRows = `${addRows} on conflict (position)
  do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Writes whole rows, whether they were there or not. */
async function saveAuditRows(manager: EntityManager, rows: readonly AuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(writeRows, valuesOf(rows));
}

const valuesOf = (rows: readonly AuditRow[]): unknown[] => columns.map(([, , value]) => rows.map((row) => value(row)));

/** The part of the log that may have no entries yet. */
export interface Gap {
  /** Up to here nothing is missing, as far as the caller knows. */
  readonly after: number;
  readonly upTo: number;
  /** Fill in at most this many events of it. */
  readonly most?: number;
}

/**
 * Adds the entries that are missing, and tells up to where there are all of them now. They are missing where an earlier
 * release, which knew no audit view, has moved the checkpoint.
 */
export async function fillAudit(manager: EntityManager, store: EventStore, gap: Gap): Promise<number> {
  const { after: known, upTo, most = Number.POSITIVE_INFINITY } = gap;
  const start = Math.max(known, (await manager.maximum(AuditEntryEntity, 'position')) ?? 0);
  const end = Math.min(upTo, start + most);
  for (let after = start; after < end; after += pageSize) {
    await writeAudit(manager, await store.readAll({ after, limit: Math.min(pageSize, end - after) }));
  }
  return end;
}

/** Makes the entries of consecutive events what the log says; how many were not. */
export async function repairAudit(
  manager: EntityManager,
  events: readonly RecordedEvent[],
  known: KnownNames,
): Promise<number> {
  const [first, last] = [events.at(0), events.at(-1)];
  if (!first || !last) return 0;
  const range = [first.position, last.position];
  const wanted = auditRows(events, known);
  const [live]: { count: string; digest: string }[] = await manager.query(selectDigest, range);
  if (Number(live?.count) === wanted.length && live?.digest === digestOf(wanted)) return 0;
  if (live?.count === '0' && (await addAll(manager, wanted))) return wanted.length;
  const positions = wanted.map(({ position }) => position);
  const strangers: readonly [unknown, number] = await manager.query(deleteStrangers, [...range, positions]);
  const [{ wrong } = { wrong: '0' }]: { wrong: string }[] = await manager.query(repairRows, valuesOf(wanted));
  return strangers[1] + Number(wrong);
}

/**
 * Where there are none yet: a fifth cheaper than looking at each whether it is there. False where somebody else added
 * some in between. Inside a transaction that would be its end, so there each is looked at.
 */
async function addAll(manager: EntityManager, rows: readonly AuditRow[]): Promise<boolean> {
  if (manager.queryRunner?.isTransactionActive) return false;
  try {
    await manager.query(addRows, valuesOf(rows));
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

const isDuplicate = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505';

/** Between a row's values, and for none: no text that is shown in one line holds them. */
const [between, none] = ['\u001f', '\u001e'];

/** A page of entries as one digest, so that comparing those that are right, nearly all, moves nothing over. */
const selectDigest = `select count(*)::text as count, encode(sha256(convert_to(string_agg(${names
  .map((name) => `coalesce(${name}::text, chr(30)) || chr(31)`)
  .join(' || ')}, '' order by position), 'UTF8')), 'hex') as digest
  from catalog.audit_entry where position between $1 and $2`;

const digestOf = (rows: readonly AuditRow[]): string => {
  const lines = rows.map((row) => columns.reduce((line, [, , value]) => line + (value(row) ?? none) + between, ''));
  return createHash('sha256').update(lines.join('')).digest('hex');
};

const deleteStrangers =
  'delete from catalog.audit_entry where position between $1 and $2 and not (position = any($3::bigint[]))';

/** Writes only rows that are not there like that, and counts them. */
const repairRows = `with written as (
  ${writeRows} where (${names.map((name) => `audit_entry.${name}`).join(', ')})
    is distinct from (${names.map((name) => `excluded.${name}`).join(', ')}) returning 1)
  select count(*)::text as wrong from written`;

/** Takes away entries behind the end of what was read; how many there were. */
export async function cutAudit(manager: EntityManager, position: number): Promise<number> {
  return (await manager.delete(AuditEntryEntity, { position: MoreThan(position) })).affected ?? 0;
}
