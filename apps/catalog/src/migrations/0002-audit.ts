import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of the catalog as a list to search, and which set of documents made a backend. */
export class Audit0002 implements MigrationInterface {
  readonly name = 'Audit1700000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view add column apply_set text');
    await queryRunner.query(`
      create index backend_view_by_apply_set on catalog.backend_view (apply_set, name_key) where apply_set is not null`);
    await queryRunner.query(`
      create table catalog.audit_entry (
        position bigint primary key,
        backend_key text collate "C" not null,
        backend text not null,
        version integer not null,
        type text collate "C" not null,
        at text collate "C" not null,
        actor text collate "C" not null,
        reason text,
        correlation_id text not null,
        text text not null
      )`);
    for (const column of ['backend_key', 'actor', 'type', 'at']) {
      await queryRunner.query(`create index audit_entry_by_${column} on catalog.audit_entry (${column}, position)`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table catalog.audit_entry');
    await queryRunner.query('alter table catalog.backend_view drop column apply_set');
  }
}
