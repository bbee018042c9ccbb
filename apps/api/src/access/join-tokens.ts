import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type Result } from '@enginehouse/contracts';
import type { JoinTokenView } from '@enginehouse/contracts/http';
import { JOIN_TOKEN_STORE, type JoinTokenStore } from './join-token-store.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { expiryOf } from './token-registry.js';

/** What is asked for with a new join token. */
export interface NewJoinToken {
  readonly name: string;
  readonly singleUse: boolean;
  readonly expiresInSeconds?: number;
  readonly createdBy: string;
}

/** The tokens with which workers join. */
@Injectable()
export class JoinTokens {
  constructor(@Inject(JOIN_TOKEN_STORE) private readonly store: JoinTokenStore) {}

  async list(): Promise<Result<readonly JoinTokenView[], Problem>> {
    const stored = await this.store.list();
    return stored.ok ? ok(stored.value.map(({ hash: _hash, ...view }) => view)) : stored;
  }

  /** Makes a join token; its secret is in the answer and nowhere else. `secret` is given only for the first of all. */
  async create(
    wanted: NewJoinToken,
    secret = newSecretToken('join'),
  ): Promise<Result<JoinTokenView & { token: string }, Problem>> {
    const now = new Date();
    const view: JoinTokenView = {
      name: wanted.name,
      createdAt: now.toISOString(),
      createdBy: wanted.createdBy,
      expiresAt: expiryOf(wanted.expiresInSeconds, now),
      singleUse: wanted.singleUse,
      usedBy: null,
    };
    const added = await this.store.add({ ...view, hash: hashOfToken(secret) });
    return added.ok ? ok({ ...view, token: secret }) : added;
  }

  revoke(name: string): Promise<Result<void, Problem>> {
    return this.store.revoke(name);
  }
}
