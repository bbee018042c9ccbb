import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { StoredToken, TokenStore } from '../../access/token-store.js';

/** Access tokens in memory, for tests. */
export class InMemoryTokenStore implements TokenStore {
  private tokens: readonly StoredToken[] = [];
  private used = false;

  async list(): Promise<Result<readonly StoredToken[], Problem>> {
    return ok(this.tokens);
  }

  async add(token: StoredToken): Promise<Result<void, Problem>> {
    if (this.tokens.some((each) => each.name === token.name)) {
      return err(problemOf('name-taken', 'a token in force has this name'));
    }
    this.tokens = [...this.tokens, token];
    this.used = true;
    return ok(undefined);
  }

  async revoke(name: string): Promise<Result<void, Problem>> {
    const rest = this.tokens.filter((each) => each.name !== name);
    if (rest.length === this.tokens.length) {
      return err(problemOf('token-not-found', `no token in force is named "${name}"`));
    }
    this.tokens = rest;
    return ok(undefined);
  }

  async isNew(): Promise<Result<boolean, Problem>> {
    return ok(!this.used);
  }
}
