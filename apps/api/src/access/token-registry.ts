import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type Problem, type Result, type Role, type TokenView } from '@enginehouse/contracts';
import type { Identity } from './identity.js';
import { KEY_MIRROR, type KeyMirror } from './key-mirror.js';
import { hashOfToken, newSecretToken, sameText } from './secret-token.js';
import { TOKEN_STORE, type StoredToken, type TokenStore } from './token-store.js';

/** What is asked for with a new token. */
export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly expiresInSeconds?: number;
  readonly createdBy: string;
}

/**
 * The access tokens in force. They are all held in memory, so that checking one needs no database and a revoked one is
 * refused from the next request on; every change is mirrored for the gateway.
 */
@Injectable()
export class TokenRegistry {
  private byHash: ReadonlyMap<string, StoredToken> = new Map();

  constructor(
    @Inject(TOKEN_STORE) private readonly store: TokenStore,
    @Inject(KEY_MIRROR) private readonly mirror: KeyMirror,
  ) {}

  /** Reads all tokens. Must have succeeded once before the first request. */
  async load(): Promise<Result<void, Problem>> {
    const stored = await this.store.list();
    if (!stored.ok) {
      return stored;
    }
    this.byHash = new Map(stored.value.map((token) => [token.hash, token]));
    this.mirror.show(stored.value);
    return ok(undefined);
  }

  identify(token: string, now: number = Date.now()): Identity | undefined {
    const hash = hashOfToken(token);
    const stored = this.byHash.get(hash);
    if (!stored || !sameText(stored.hash, hash) || isExpired(stored, now)) {
      return undefined;
    }
    return { name: stored.name, role: stored.role, expiresAt: stored.expiresAt };
  }

  list(): readonly TokenView[] {
    return [...this.byHash.values()].map(({ name, role, createdAt, createdBy, expiresAt }) => ({
      name,
      role,
      createdAt,
      createdBy,
      expiresAt,
    }));
  }

  /** Makes a token; its secret is in the answer and nowhere else. `secret` is given only for the first token of all. */
  async create(
    wanted: NewToken,
    secret = newSecretToken('access'),
  ): Promise<Result<TokenView & { token: string }, Problem>> {
    const now = new Date();
    const view: TokenView = {
      name: wanted.name,
      role: wanted.role,
      createdAt: now.toISOString(),
      createdBy: wanted.createdBy,
      expiresAt: expiryOf(wanted.expiresInSeconds, now),
    };
    const added = await this.store.add({ ...view, hash: hashOfToken(secret) });
    if (!added.ok) {
      return added;
    }
    const loaded = await this.load();
    return loaded.ok ? ok({ ...view, token: secret }) : loaded;
  }

  async revoke(name: string): Promise<Result<void, Problem>> {
    if (this.isLastAdmin(name)) {
      const hint = 'Make another admin token first.';
      return err(problemOf('last-admin-token', `"${name}" is the only admin token without an end`, { hint }));
    }
    const revoked = await this.store.revoke(name);
    if (!revoked.ok) {
      return revoked;
    }
    // At once and by hand: reading the tokens again could fail.
    const rest = [...this.byHash.values()].filter((token) => token.name !== name);
    this.byHash = new Map(rest.map((token) => [token.hash, token]));
    this.mirror.show(rest);
    return ok(undefined);
  }

  private isLastAdmin(name: string): boolean {
    const lasting = [...this.byHash.values()].filter((token) => token.role === 'admin' && token.expiresAt === null);
    return lasting.length === 1 && lasting[0]?.name === name;
  }
}

/** When something that lives for so many seconds ends; null: never. */
export const expiryOf = (seconds: number | undefined, now: Date): string | null =>
  seconds === undefined ? null : new Date(now.getTime() + seconds * 1000).toISOString();

const isExpired = (token: StoredToken, now: number) => token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
