import { ok, type Problem, type Result } from '@enginehouse/contracts';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import type { SignInCodeStore, StoredSignInCode } from '../../access/sign-in-code-store.js';
import { withDatabase } from './database.js';
import { SignInCodeEntity } from './entities.js';

/** Sign-in codes in PostgreSQL, so that every process of the api knows them, and one of them gives each away. */
export class TypeormSignInCodeStore implements SignInCodeStore {
  constructor(private readonly database: DataSource) {}

  add(code: StoredSignInCode, now: Date): Promise<Result<void, Problem>> {
    return withDatabase(async () => {
      await this.rows().delete({ expiresAt: LessThanOrEqual(now) });
      await this.rows().insert(code);
      return ok(undefined);
    });
  }

  take(hash: string, now: Date): Promise<Result<string | undefined, Problem>> {
    return withDatabase(async () => {
      const { raw } = await this.rows()
        .createQueryBuilder()
        .delete()
        .where({ hash })
        .returning(['sealedToken', 'expiresAt'])
        .execute();
      const [row] = raw as readonly { readonly sealed_token: string; readonly expires_at: Date }[];
      return ok(row && row.expires_at > now ? row.sealed_token : undefined);
    });
  }

  private rows() {
    return this.database.getRepository(SignInCodeEntity);
  }
}
