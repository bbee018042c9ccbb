import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access tokens, join tokens, and the key each worker name is bound to. */
export class Access0001 implements MigrationInterface {
  readonly name = 'Access1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api.token (
        id uuid primary key,
        name text not null,
        role text not null check (role in ('admin', 'operator', 'viewer')),
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null,
        created_by text not null,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create unique index token_name_in_force on api.token (name) where revoked_at is null;

      create table api.join_token (
        id uuid primary key,
        name text not null,
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null,
        created_by text not null,
        expires_at timestamptz,
        single_use boolean not null,
        used_by text,
        revoked_at timestamptz
      );
      create unique index join_token_name_in_force on api.join_token (name) where revoked_at is null;

      create table api.worker_identity (
        name text primary key,
        public_key text not null,
        joined_at timestamptz not null,
        removed_at timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api.worker_identity, api.join_token, api.token');
  }
}
