import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { FailedAttempts } from '../access/failed-attempts.js';
import type { Identity } from '../access/identity.js';
import { bearerToken } from '../access/secret-token.js';
import { Sessions, type OpenSession, type Session } from '../access/sessions.js';
import { TokenRegistry } from '../access/token-registry.js';
import { addressOf, headerOf, type EdgeRequest, type EdgeResponse } from './call.js';
import { refuseForged } from './forged-request.js';
import { forgottenCookie, readSessionCookie, sessionCookie } from './session-cookie.js';

/** Who makes a request, by which token, and in which session where it came with a cookie. */
export interface Caller {
  readonly identity: Identity;
  readonly token: string;
  readonly session?: Session;
}

/** Finds out who makes a request: by its bearer token, else by the cookie of a session. */
@Injectable()
export class Authentication {
  constructor(
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(FailedAttempts) private readonly failed: FailedAttempts,
  ) {}

  /**
   * Refuses where nobody is known, and a change with a cookie that does not come from the console. Renews the session by
   * the way, and has the browser forget one that is over.
   */
  identify(request: EdgeRequest, response: EdgeResponse): Result<Caller, Problem> {
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined) {
      return this.byToken(token, addressOf(request));
    }
    const cookie = readSessionCookie(request);
    return cookie === undefined
      ? err(unauthenticated('no bearer token was sent'))
      : this.byCookie(cookie, request, response);
  }

  /** Whom a token stands for that somebody at an address has sent. Refuses also where too many bad ones came from there. */
  byToken(token: string, address: string): Result<Caller, Problem> {
    const identity = this.tokens.identify(token);
    return identity
      ? ok({ identity, token })
      : err(this.refuse('the token is not known, has ended or was revoked', address));
  }

  /** Counts an attempt that failed; the answer to it. */
  refuse(detail: string, address: string): Problem {
    const wait = this.failed.fail(address);
    return wait === undefined ? unauthenticated(detail) : tooManyAttempts(wait);
  }

  private byCookie(cookie: string, request: EdgeRequest, response: EdgeResponse): Result<Caller, Problem> {
    const isSecure = request.secure;
    const open = this.sessions.open(cookie);
    if (!open) {
      response.setHeader('Set-Cookie', forgottenCookie(isSecure));
      return err(unauthenticated('the session is over'));
    }
    const forged = this.forgery(request, open);
    if (forged) {
      return err(forged);
    }
    const session = this.sessions.renew(open) ?? open.session;
    if (session !== open.session) {
      const renewed = sessionCookie(this.sessions.seal(session), { isSecure, until: session.expiresAt });
      response.setHeader('Set-Cookie', renewed);
    }
    return ok({ identity: open.identity, token: session.token, session });
  }

  private forgery(request: EdgeRequest, { session }: OpenSession): Problem | undefined {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const isToken = (given: string) => this.sessions.isCsrfToken(given, session);
    return isReading ? undefined : refuseForged((name) => headerOf(request, name), isToken);
  }
}

const unauthenticated = (detail: string): Problem =>
  problemOf('unauthenticated', detail, { hint: 'Send "Authorization: Bearer <token>", or sign in to the console.' });

/** The answer to a client that keeps trying bad tokens. */
export const tooManyAttempts = (retryAfterSeconds: number): Problem =>
  problemOf('too-many-attempts', 'too many bad tokens came from this address', { retryAfterSeconds });
