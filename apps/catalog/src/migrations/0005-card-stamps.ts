import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of which revision and of which shape each backend's card is: `37.2` is a card of revision 37 in shape 2. Where it is of
 * another (written before this, or by a process of another release), the card does not count, and is made of the row.
 */
export class CardStamps0005 implements MigrationInterface {
  readonly name = 'CardStamps1700000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view add column card_stamp text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table catalog.backend_view drop column card_stamp');
  }
}
