import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The file that each entry was read from, and which entries are offered on although their newest form was rejected. */
export class KeptEntries0002 implements MigrationInterface {
  readonly name = 'KeptEntries1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table marketplace.snapshot_entry add column file text, add column kept json');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table marketplace.snapshot_entry drop column file, drop column kept');
  }
}
