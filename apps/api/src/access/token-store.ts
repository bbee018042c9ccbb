import type { Problem, Result, Role } from '@enginehouse/contracts';

/** An access token as it is kept: never the token itself. */
export interface StoredToken {
  readonly name: string;
  readonly role: Role;
  readonly hash: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

/** Where access tokens are kept. A name is unique among the tokens in force. */
export interface TokenStore {
  /** The tokens in force, oldest first. */
  list(): Promise<Result<readonly StoredToken[], Problem>>;
  /** Refuses a name that a token in force has: `name-taken`. */
  add(token: StoredToken): Promise<Result<void, Problem>>;
  /** Refuses a name that no token in force has: `token-not-found`. */
  revoke(name: string): Promise<Result<void, Problem>>;
  /** Whether there has never been a token, revoked ones included. */
  isNew(): Promise<Result<boolean, Problem>>;
}

/** Injection token of the `TokenStore`. */
export const TOKEN_STORE = Symbol('TOKEN_STORE');
