import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far every webhook has come in each log. */
export class Positions0001 implements MigrationInterface {
  readonly name = 'Positions1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhooks.position (
        webhook_id uuid not null,
        log text not null check (log in ('catalog', 'scheduling')),
        position bigint not null check (position >= 0),
        log_id text not null,
        epoch integer not null,
        primary key (webhook_id, log)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table webhooks.position');
  }
}
