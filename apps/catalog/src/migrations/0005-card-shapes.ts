import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each backend's card says, by number, and of which revision it says it. Where either is another (written before
 * this, or by a process of another release), the card does not count, and is made of the row. `card_revision` alone would
 * not do: a process of the release before goes on writing it beside cards that say less.
 */
export class CardShapes0005 implements MigrationInterface {
  readonly name = 'CardShapes1700000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table catalog.backend_view add column card_of bigint, add column card_shape integer',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view drop column card_of, drop column card_shape');
  }
}
