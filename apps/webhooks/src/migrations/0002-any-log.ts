import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which logs there are is said in the contracts; a position may be of any. */
export class AnyLog0002 implements MigrationInterface {
  readonly name = 'AnyLog1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhooks.position drop constraint position_log_check');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from webhooks.position where log not in ('catalog', 'scheduling')`);
    await runner.query(
      `alter table webhooks.position add constraint position_log_check check (log in ('catalog', 'scheduling'))`,
    );
  }
}
