import type { BackendDefinition, EntryAbout, EntryWarning } from '@enginehouse/contracts';
import type { DataSource } from 'typeorm';
import { cardOf, type EntryCard } from '../../domain/entry-card.js';
import type { KeptForm } from '../../domain/kept-form.js';
import type { KnownEntry, NewSnapshot, SnapshotEntry, Snapshots, StagedEntry } from '../../ports.js';

const upsert = `insert into marketplace.snapshot_entry
  (snapshot, name_key, name, content_hash, definition, about, card, warnings, file, kept)
  select $1::uuid, each.* from json_to_recordset($2::json) as each
    (name_key text, name text, content_hash text, definition json, about json, card json, warnings json, file text, kept json)
  on conflict (snapshot, name_key) do update set name = excluded.name, content_hash = excluded.content_hash,
    definition = excluded.definition, about = excluded.about, card = excluded.card, warnings = excluded.warnings,
    file = excluded.file, kept = excluded.kept`;

const copy = `insert into marketplace.snapshot_entry
  (snapshot, name_key, name, content_hash, definition, about, card, warnings, file, kept)
  select $2::uuid, name_key, name, content_hash, definition, about, card, warnings, each.file, each.kept
    from marketplace.snapshot_entry
    join json_to_recordset($3::json) as each (name_key text, file text, kept json) using (name_key)
    where snapshot = $1::uuid
  on conflict (snapshot, name_key) do nothing`;

const trim = `delete from marketplace.snapshot where source = $1 and not (id = any($2::uuid[]))
  and (based_on < $3 or begun_at < now() - interval '1 day')`;

interface EntryRow {
  readonly name: string;
  readonly content_hash: string;
  readonly definition: BackendDefinition;
  readonly about: EntryAbout;
  readonly kept: KeptForm | null;
}

interface KnownRow extends Pick<EntryRow, 'name' | 'content_hash' | 'kept'> {
  readonly warnings: EntryWarning[];
  readonly file: string | null;
}

/** Snapshots in PostgreSQL. */
export class TypeormSnapshots implements Snapshots {
  constructor(private readonly database: DataSource) {}

  async begin({ id, source, basedOn, reader }: NewSnapshot): Promise<void> {
    await this.database.query(
      'insert into marketplace.snapshot (id, source, based_on, reader) values ($1, $2, $3, $4) on conflict do nothing',
      [id, source, basedOn, reader],
    );
  }

  async find(snapshot: string): Promise<(NewSnapshot & { readonly entries: number }) | null> {
    const [row] = await this.database.query<
      { readonly id: string; readonly source: string; readonly based_on: string; reader: string; entries: string }[]
    >(
      `select id, source, based_on, reader,
        (select count(*) from marketplace.snapshot_entry where snapshot = id) as entries
        from marketplace.snapshot where id = $1`,
      [snapshot],
    );
    if (!row) return null;
    const { id, source, reader } = row;
    return { id, source, reader, basedOn: Number(row.based_on), entries: Number(row.entries) };
  }

  async stage(snapshot: string, entries: readonly StagedEntry[]): Promise<void> {
    await this.database.query(upsert, [snapshot, JSON.stringify(entries.map(rowOf))]);
  }

  async takeOver(
    from: string,
    to: string,
    entries: readonly Pick<StagedEntry, 'name' | 'file' | 'kept'>[],
  ): Promise<void> {
    const rows = entries.map(({ name, file, kept }) => ({ name_key: name.toLowerCase(), file, kept }));
    await this.database.query(copy, [from, to, JSON.stringify(rows)]);
  }

  async entries(snapshot: string): Promise<readonly KnownEntry[]> {
    const rows = await this.database.query<KnownRow[]>(
      `select name, content_hash, warnings, file, kept from marketplace.snapshot_entry
        where snapshot = $1 order by name_key`,
      [snapshot],
    );
    return rows.map(({ content_hash: contentHash, ...row }) => ({ ...row, contentHash }));
  }

  async entry(snapshot: string, name: string): Promise<SnapshotEntry | null> {
    const [row] = await this.database.query<EntryRow[]>(
      `select name, content_hash, definition, about, kept from marketplace.snapshot_entry
        where snapshot = $1 and name_key = $2`,
      [snapshot, name.toLowerCase()],
    );
    if (!row) return null;
    const { content_hash: contentHash, ...rest } = row;
    return { ...rest, contentHash };
  }

  async cards(snapshot: string): Promise<readonly EntryCard[]> {
    const rows = await this.database.query<{ readonly card: EntryCard; readonly rejected: string | null }[]>(
      `select card, kept->>'reason' as rejected from marketplace.snapshot_entry where snapshot = $1 order by name_key`,
      [snapshot],
    );
    return rows.map(({ card, rejected }) => ({ ...card, rejected }));
  }

  async discard(snapshot: string): Promise<void> {
    await this.database.query('delete from marketplace.snapshot where id = $1', [snapshot]);
  }

  async trim(source: string, keep: readonly string[], basedBefore: number): Promise<void> {
    await this.database.query(trim, [source, keep, basedBefore]);
  }

  async sources(): Promise<readonly string[]> {
    const rows = await this.database.query<{ source: string }[]>('select distinct source from marketplace.snapshot');
    return rows.map(({ source }) => source);
  }
}

const rowOf = ({ warnings, file, ...entry }: StagedEntry) => ({
  name_key: entry.name.toLowerCase(),
  name: entry.name,
  content_hash: entry.contentHash,
  definition: entry.definition,
  about: entry.about,
  card: cardOf(entry),
  warnings,
  file,
  kept: entry.kept,
});
