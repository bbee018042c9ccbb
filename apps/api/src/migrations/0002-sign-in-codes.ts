import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes that sign a browser in once; each row lives for a minute. */
export class SignInCodes0002 implements MigrationInterface {
  readonly name = 'SignInCodes1795000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api.sign_in_code (
        hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
        sealed_token text not null,
        expires_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api.sign_in_code');
  }
}
