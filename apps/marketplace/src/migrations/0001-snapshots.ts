import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What sources offer, and the syncs that found it. JSON is kept as `json`, not `jsonb`: the order of environment
 * variables and versions counts.
 */
export class Snapshots0001 implements MigrationInterface {
  readonly name = 'Snapshots1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table marketplace.snapshot (
        id uuid primary key,
        source text not null,
        based_on bigint not null,
        reader text not null,
        begun_at timestamptz not null default now()
      )`);
    await runner.query('create index snapshot_source on marketplace.snapshot (source)');
    await runner.query(`
      create table marketplace.snapshot_entry (
        snapshot uuid not null references marketplace.snapshot on delete cascade,
        name_key text not null,
        name text not null,
        content_hash text not null,
        definition json not null,
        about json not null,
        card json not null,
        warnings json not null,
        primary key (snapshot, name_key)
      )`);
    await runner.query(`
      create table marketplace.sync_run (
        id text primary key,
        source text not null,
        queued_at timestamptz not null,
        run json not null,
        lists json not null
      )`);
    await runner.query('create index sync_run_source on marketplace.sync_run (source, queued_at desc, id desc)');
    await runner.query('create index sync_run_queued on marketplace.sync_run (queued_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table marketplace.sync_run, marketplace.snapshot_entry, marketplace.snapshot');
  }
}
