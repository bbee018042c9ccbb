import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each backend's card as lists show it, so that a list reads no definitions. A card is of one revision: where the row is
 * of another (written before this, or by a process of an earlier release), it does not count.
 */
export class Cards0003 implements MigrationInterface {
  readonly name = 'Cards1700000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view add column card json, add column card_revision bigint');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view drop column card, drop column card_revision');
  }
}
