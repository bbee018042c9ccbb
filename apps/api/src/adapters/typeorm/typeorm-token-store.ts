import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { uuidv7 } from '@enginehouse/service-kit';
import { IsNull, type DataSource } from 'typeorm';
import type { StoredToken, TokenStore } from '../../access/token-store.js';
import { withDatabase } from './database.js';
import { TokenEntity } from './entities.js';

/** Access tokens in PostgreSQL. Revoked ones stay, for the record. */
export class TypeormTokenStore implements TokenStore {
  constructor(private readonly database: DataSource) {}

  list(): Promise<Result<readonly StoredToken[], Problem>> {
    return withDatabase(async () => {
      const rows = await this.rows().find({ where: { revokedAt: IsNull() }, order: { createdAt: 'ASC', id: 'ASC' } });
      return ok(rows.map(storedTokenOf));
    });
  }

  add(token: StoredToken): Promise<Result<void, Problem>> {
    return withDatabase(async () => {
      const { createdAt, expiresAt, ...rest } = token;
      const dates = { createdAt: new Date(createdAt), expiresAt: expiresAt === null ? null : new Date(expiresAt) };
      await this.rows().insert({ id: uuidv7(), ...rest, ...dates, revokedAt: null });
      return ok(undefined);
    });
  }

  revoke(name: string): Promise<Result<void, Problem>> {
    return withDatabase(async () => {
      const { affected } = await this.rows().update({ name, revokedAt: IsNull() }, { revokedAt: new Date() });
      return affected ? ok(undefined) : err(problemOf('token-not-found', `no token in force is named "${name}"`));
    });
  }

  isNew(): Promise<Result<boolean, Problem>> {
    return withDatabase(async () => ok(!(await this.rows().exists())));
  }

  private rows() {
    return this.database.getRepository(TokenEntity);
  }
}

const storedTokenOf = (row: TokenEntity): StoredToken => ({
  name: row.name,
  role: row.role,
  hash: row.hash,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
