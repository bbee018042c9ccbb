import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type Result } from '@enginehouse/contracts';
import type { SignInCode } from '@enginehouse/contracts/http';
import { Sealer } from '@enginehouse/service-kit';
import { SECRETS_KEY } from '../deployments/seal-environment.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { SIGN_IN_CODE_STORE, type SignInCodeStore } from './sign-in-code-store.js';

const lifetimeMs = 60_000;

/** Codes that open a browser's session once: an address may hold one, where a token in it would stay for ever. */
@Injectable()
export class SignInCodes {
  private readonly sealer: Sealer;

  constructor(
    @Inject(SECRETS_KEY) secretsKey: string,
    @Inject(SIGN_IN_CODE_STORE) private readonly store: SignInCodeStore,
  ) {
    this.sealer = new Sealer(secretsKey, 'sign-in code');
  }

  /** Makes a code for who has this token. */
  async create(token: string, now: number = Date.now()): Promise<Result<SignInCode, Problem>> {
    const code = newSecretToken('sign-in');
    const expiresAt = new Date(now + lifetimeMs);
    const stored = { hash: hashOfToken(code), sealedToken: this.sealer.seal(token), expiresAt };
    const added = await this.store.add(stored, new Date(now));
    return added.ok ? ok({ code, expiresAt: expiresAt.toISOString() }) : added;
  }

  /** The token that a code stands for; undefined the second time, and after a minute. */
  async redeem(code: string, now: number = Date.now()): Promise<Result<string | undefined, Problem>> {
    const taken = await this.store.take(hashOfToken(code), new Date(now));
    return taken.ok && taken.value !== undefined ? ok(this.sealer.open(taken.value)) : taken;
  }
}
