import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { checkJoinToken, workerNameTaken } from '../../access/check-join-token.js';
import type { Claim, JoinTokenStore, StoredJoinToken } from '../../access/join-token-store.js';

/** Join tokens and worker identities in memory, for tests. */
export class InMemoryJoinTokenStore implements JoinTokenStore {
  private tokens: readonly StoredJoinToken[] = [];
  private readonly keys = new Map<string, string>();

  async list(): Promise<Result<readonly StoredJoinToken[], Problem>> {
    return ok(this.tokens);
  }

  async add(token: StoredJoinToken): Promise<Result<void, Problem>> {
    if (this.tokens.some((each) => each.name === token.name)) {
      return err(problemOf('name-taken', 'a token in force has this name'));
    }
    this.tokens = [...this.tokens, token];
    return ok(undefined);
  }

  async revoke(name: string): Promise<Result<void, Problem>> {
    const rest = this.tokens.filter((each) => each.name !== name);
    if (rest.length === this.tokens.length) {
      return err(problemOf('token-not-found', `no join token in force is named "${name}"`));
    }
    this.tokens = rest;
    return ok(undefined);
  }

  async claim(claim: Claim): Promise<Result<void, Problem>> {
    const token = this.tokens.find((each) => each.hash === claim.tokenHash);
    const checked = checkJoinToken(token, claim);
    if (!checked.ok) {
      return checked;
    }
    const key = this.keys.get(claim.worker);
    if (key !== undefined && key !== claim.publicKey) {
      return err(workerNameTaken(claim.worker));
    }
    this.keys.set(claim.worker, claim.publicKey);
    this.tokens = this.tokens.map((each) => (each === token ? { ...each, usedBy: claim.worker } : each));
    return ok(undefined);
  }

  async release(worker: string): Promise<Result<boolean, Problem>> {
    return ok(this.keys.delete(worker));
  }
}
