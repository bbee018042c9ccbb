import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Times are found by halving the positions: their index cost every entry, and a rebuild most. */
export class AuditTimes0004 implements MigrationInterface {
  readonly name = 'AuditTimes1700000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index catalog.audit_entry_by_at');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index audit_entry_by_at on catalog.audit_entry (at, position)');
  }
}
