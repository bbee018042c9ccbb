import { Inject, Injectable } from '@nestjs/common';
import { Sealer } from '@enginehouse/service-kit';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { SECRETS_KEY } from '../deployments/seal-environment.js';
import type { Identity } from './identity.js';
import { sameText } from './secret-token.js';
import { TokenRegistry } from './token-registry.js';

/** A person's session in a browser. It lives in the browser's cookie and nowhere else. */
export interface Session {
  /** Stays the same while the session is renewed. */
  readonly id: string;
  /** The access token that it stands for. */
  readonly token: string;
  /** Milliseconds since 1970, as is `expiresAt`. */
  readonly startedAt: number;
  readonly expiresAt: number;
}

/** A session in force, and whom it stands for. */
export interface OpenSession {
  readonly session: Session;
  readonly identity: Identity;
}

/** A token that is in force, and whom it stands for. */
export interface TokenInForce {
  readonly token: string;
  readonly identity: Identity;
}

const idleMs = 12 * 3_600_000;
const longestMs = 7 * 24 * 3_600_000;
/** Not with every request: each renewal is a header of some 300 bytes. */
const renewAfterMs = 15 * 60_000;
const idBytes = 16;

const content = z.tuple([z.string(), z.string(), z.number(), z.number()]);

/**
 * Sessions, sealed into cookies. What a cookie holds is the token itself: workers have the installation's key too, and
 * could make cookies that name a token; they cannot make one that holds a token they do not know.
 */
@Injectable()
export class Sessions {
  private readonly sealer: Sealer;

  constructor(
    @Inject(SECRETS_KEY) secretsKey: string,
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
  ) {
    this.sealer = new Sealer(secretsKey, 'session');
  }

  /** Begins a session for who has this token. */
  start({ token, identity }: TokenInForce, now: number = Date.now()): OpenSession {
    const id = randomBytes(idBytes).toString('base64url');
    return { session: { id, token, startedAt: now, expiresAt: endOf(now, identity, now) }, identity };
  }

  /** Opens what `seal` made; undefined where it was changed, is over, or its token is not in force any more. */
  open(sealed: string, now: number = Date.now()): OpenSession | undefined {
    const text = this.sealer.open(sealed);
    const session = text === undefined ? undefined : read(text);
    const identity = session && session.expiresAt > now ? this.tokens.identify(session.token, now) : undefined;
    return session && identity && { session, identity };
  }

  /** The session with a later end, where the time for that has come. */
  renew({ session, identity }: OpenSession, now: number = Date.now()): Session | undefined {
    const expiresAt = endOf(session.startedAt, identity, now);
    return expiresAt - session.expiresAt >= renewAfterMs ? { ...session, expiresAt } : undefined;
  }

  /** What stands in the cookie. */
  seal({ token, id, startedAt, expiresAt }: Session): string {
    return this.sealer.seal(JSON.stringify([token, id, startedAt, expiresAt] satisfies z.input<typeof content>));
  }

  /** What pages of the console send along to show that a request is theirs. */
  csrfToken({ id }: Session): string {
    return this.sealer.proof(id);
  }

  isCsrfToken(given: string, session: Session): boolean {
    return sameText(given, this.csrfToken(session));
  }
}

function endOf(startedAt: number, identity: Identity, now: number): number {
  const tokenEnd = identity.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(identity.expiresAt);
  return Math.min(now + idleMs, startedAt + longestMs, tokenEnd);
}

function read(text: string): Session {
  const [token, id, startedAt, expiresAt] = content.parse(JSON.parse(text));
  return { token, id, startedAt, expiresAt };
}
