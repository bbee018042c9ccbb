import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { uuidv7 } from '@enginehouse/service-kit';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { checkJoinToken, workerNameTaken } from '../../access/check-join-token.js';
import type { Claim, JoinTokenStore, StoredJoinToken } from '../../access/join-token-store.js';
import { withDatabase } from './database.js';
import { JoinTokenEntity, WorkerIdentityEntity } from './entities.js';

/** Join tokens and worker identities in PostgreSQL. */
export class TypeormJoinTokenStore implements JoinTokenStore {
  constructor(private readonly database: DataSource) {}

  list(): Promise<Result<readonly StoredJoinToken[], Problem>> {
    return withDatabase(async () => {
      const rows = await this.rows().find({ where: { revokedAt: IsNull() }, order: { createdAt: 'ASC', id: 'ASC' } });
      return ok(rows.map(storedJoinTokenOf));
    });
  }

  add(token: StoredJoinToken): Promise<Result<void, Problem>> {
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
      return affected ? ok(undefined) : err(problemOf('token-not-found', `no join token in force is named "${name}"`));
    });
  }

  claim(claim: Claim): Promise<Result<void, Problem>> {
    return withDatabase(() => this.database.transaction((manager) => claimIn(manager, claim)));
  }

  release(worker: string): Promise<Result<boolean, Problem>> {
    return withDatabase(async () => {
      const identities = this.database.getRepository(WorkerIdentityEntity);
      const { affected } = await identities.update({ name: worker, removedAt: IsNull() }, { removedAt: new Date() });
      return ok(Boolean(affected));
    });
  }

  private rows() {
    return this.database.getRepository(JoinTokenEntity);
  }
}

async function claimIn(manager: EntityManager, claim: Claim): Promise<Result<void, Problem>> {
  const row = await manager.findOne(JoinTokenEntity, {
    where: { hash: claim.tokenHash, revokedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
  const checked = checkJoinToken(row ? storedJoinTokenOf(row) : undefined, claim);
  if (!checked.ok || !row) {
    return checked;
  }
  if (!(await bindName(manager, claim))) {
    return err(workerNameTaken(claim.worker));
  }
  await manager.update(JoinTokenEntity, { id: row.id }, { usedBy: claim.worker });
  return ok(undefined);
}

/** One statement, so that two workers that join under one name at the same time cannot both have it. */
async function bindName(manager: EntityManager, claim: Claim): Promise<boolean> {
  const bound: readonly unknown[] = await manager.query(
    `insert into api.worker_identity as known (name, public_key, joined_at, removed_at) values ($1, $2, $3, null)
     on conflict (name) do update set public_key = excluded.public_key, joined_at = excluded.joined_at, removed_at = null
     where known.public_key = excluded.public_key or known.removed_at is not null
     returning name`,
    [claim.worker, claim.publicKey, claim.now],
  );
  return bound.length > 0;
}

const storedJoinTokenOf = (row: JoinTokenEntity): StoredJoinToken => ({
  name: row.name,
  hash: row.hash,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  singleUse: row.singleUse,
  usedBy: row.usedBy,
});
