import type { Problem, Result } from '@enginehouse/contracts';

/** A join token as it is kept. */
export interface StoredJoinToken {
  readonly name: string;
  readonly hash: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly singleUse: boolean;
  /** The worker that a single-use token let in. */
  readonly usedBy: string | null;
}

/** A worker that shows a join token. */
export interface Claim {
  readonly tokenHash: string;
  readonly worker: string;
  readonly publicKey: string;
  readonly now: Date;
}

/** Where join tokens are kept, and which key belongs to which worker name. */
export interface JoinTokenStore {
  list(): Promise<Result<readonly StoredJoinToken[], Problem>>;
  /** Refuses a name that a token in force has: `name-taken`. */
  add(token: StoredJoinToken): Promise<Result<void, Problem>>;
  /** Refuses a name that no token in force has: `token-not-found`. */
  revoke(name: string): Promise<Result<void, Problem>>;
  /**
   * Checks the token and binds the worker's name to its key, in one step. Refusals: `join-token-invalid`,
   * `worker-name-taken` where a worker that was not removed has the name and another key.
   */
  claim(claim: Claim): Promise<Result<void, Problem>>;
  /** Frees a worker's name. The value says whether it was bound. */
  release(worker: string): Promise<Result<boolean, Problem>>;
}

/** Injection token of the `JoinTokenStore`. */
export const JOIN_TOKEN_STORE = Symbol('JOIN_TOKEN_STORE');
