import { Controller, Inject } from '@nestjs/common';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import { bearerToken } from '../access/secret-token.js';
import { Sessions, type OpenSession } from '../access/sessions.js';
import { SignInCodes } from '../access/sign-in-codes.js';
import { Authentication } from '../http/authentication.js';
import type { Call } from '../http/call.js';
import { refuseForeignPage } from '../http/forged-request.js';
import { replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { forgottenCookie, sessionCookie } from '../http/session-cookie.js';
import { accessRoutes as routes, type SessionView } from '@enginehouse/contracts/http';

/** Sessions of people in browsers: a cookie in place of an access token. */
@Controller()
export class SessionController {
  constructor(
    @Inject(Authentication) private readonly authentication: Authentication,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(SignInCodes) private readonly codes: SignInCodes,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Serves(routes.signIn)
  async signIn(call: Call<typeof routes.signIn>): Promise<Answer> {
    const foreign = refuseForeignPage((name) => call.requestHeader(name));
    if (foreign) {
      return err(foreign);
    }
    const token = await this.tokenOf(call);
    if (!token.ok) {
      return token;
    }
    const open = this.begin(token.value, call.remoteAddress);
    if (!open.ok) {
      return open;
    }
    this.tell(open.value, call);
    const { session } = open.value;
    const cookie = sessionCookie(this.sessions.seal(session), { isSecure: call.isSecure, until: session.expiresAt });
    return ok({ json: this.view(open.value), cookie });
  }

  @Serves(routes.session)
  async session(call: Call<typeof routes.session>): Promise<Answer> {
    const { session, identity } = call;
    return session && identity
      ? ok({ json: this.view({ session, identity }) })
      : err(problemOf('unauthenticated', 'there is no session', { hint: '/v1/whoami tells whose a token is.' }));
  }

  @Serves(routes.signOut)
  async signOut(call: Call<typeof routes.signOut>): Promise<Answer> {
    return ok({ json: { signedOut: call.session !== undefined }, cookie: forgottenCookie(call.isSecure) });
  }

  @Serves(routes.createSignInCode)
  async createCode(call: Call<typeof routes.createSignInCode>): Promise<Answer> {
    const token = bearerToken(call.requestHeader('authorization'));
    if (token === undefined) {
      // A page that somebody got into must not be able to carry its session elsewhere.
      return err(problemOf('forbidden', 'a sign-in code is made with an access token, not with a session'));
    }
    return replyWith(await this.codes.create(token), (json) => ({ json }));
  }

  private async tokenOf(call: Call<typeof routes.signIn>): Promise<Result<string, Problem>> {
    const { token, code = '' } = call.body;
    if (token !== undefined) {
      return ok(token.trim());
    }
    const redeemed = await this.codes.redeem(code);
    if (!redeemed.ok) {
      return redeemed;
    }
    const detail = 'the sign-in code was used before, or is older than a minute';
    return redeemed.value === undefined
      ? err(this.authentication.refuse(detail, call.remoteAddress))
      : ok(redeemed.value);
  }

  private begin(token: string, address: string): Result<OpenSession, Problem> {
    const caller = this.authentication.byToken(token, address);
    return caller.ok ? ok(this.sessions.start(caller.value)) : caller;
  }

  private tell({ identity }: OpenSession, call: Call): void {
    this.logger.info({ actor: identity.name, address: call.remoteAddress, secure: call.isSecure }, 'signed in');
    if (!call.isSecure && call.requestHeader('x-forwarded-proto') === 'https') {
      const detail = 'the cookie went out without "Secure": a proxy that is not in TRUST_PROXY says that it speaks TLS';
      this.logger.warn({ address: call.remoteAddress }, detail);
    }
  }

  private view({ session, identity }: OpenSession): SessionView {
    const { name, role } = identity;
    const expiresAt = new Date(session.expiresAt).toISOString();
    return { name, role, csrfToken: this.sessions.csrfToken(session), expiresAt };
  }
}
