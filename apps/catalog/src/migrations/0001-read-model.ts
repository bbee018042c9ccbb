import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of the backends, and how far it has followed the log. */
export class ReadModel0001 implements MigrationInterface {
  readonly name = 'ReadModel1700000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table catalog.backend_view (
        name_key text collate "C" primary key,
        name text not null,
        source text not null,
        revision bigint not null,
        version integer not null,
        definition json not null,
        frameworks text[] not null,
        search_text text not null,
        created_at text not null,
        updated_at text not null,
        updated_by text not null
      )`);
    await queryRunner.query('create index backend_view_by_source on catalog.backend_view (source, name_key)');
    await queryRunner.query('create index backend_view_by_framework on catalog.backend_view using gin (frameworks)');
    await queryRunner.query(
      'create table catalog.projection (name text primary key, position bigint not null check (position >= 0))',
    );
    await queryRunner.query(`insert into catalog.projection (name, position) values ('backend_view', 0)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table catalog.backend_view, catalog.projection');
  }
}
