import type { Problem, Result } from '@enginehouse/contracts';

/** A sign-in code as it is kept: neither the code nor the token that it stands for can be read. */
export interface StoredSignInCode {
  readonly hash: string;
  readonly sealedToken: string;
  readonly expiresAt: Date;
}

/** Where sign-in codes wait to be used, each for a minute. */
export interface SignInCodeStore {
  /** Forgets those that are over by the way. */
  add(code: StoredSignInCode, now: Date): Promise<Result<void, Problem>>;
  /** The sealed token of a code, to one caller only; undefined where it was taken, is over, or never was. */
  take(hash: string, now: Date): Promise<Result<string | undefined, Problem>>;
}

/** Injection token of the `SignInCodeStore`. */
export const SIGN_IN_CODE_STORE = Symbol('SIGN_IN_CODE_STORE');
