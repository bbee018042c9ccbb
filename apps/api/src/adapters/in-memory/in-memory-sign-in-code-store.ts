import { ok, type Problem, type Result } from '@enginehouse/contracts';
import type { SignInCodeStore, StoredSignInCode } from '../../access/sign-in-code-store.js';

/** Sign-in codes in memory, for tests. */
export class InMemorySignInCodeStore implements SignInCodeStore {
  private codes: readonly StoredSignInCode[] = [];

  async add(code: StoredSignInCode, now: Date): Promise<Result<void, Problem>> {
    this.codes = [...this.codes.filter(({ expiresAt }) => expiresAt > now), code];
    return ok(undefined);
  }

  async take(hash: string, now: Date): Promise<Result<string | undefined, Problem>> {
    const found = this.codes.find((code) => code.hash === hash);
    this.codes = this.codes.filter((code) => code !== found);
    return ok(found && found.expiresAt > now ? found.sealedToken : undefined);
  }
}
