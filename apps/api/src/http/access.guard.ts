import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import { FailedAttempts } from '../access/failed-attempts.js';
import { includesRole, type Identity } from '../access/identity.js';
import { bearerToken } from '../access/secret-token.js';
import { TokenRegistry } from '../access/token-registry.js';
import type { Route } from '@enginehouse/contracts/http';
import type { EdgeRequest } from './call.js';
import { ROUTE } from './serves.js';

/** Lets a request through to a route when its bearer token is in force and its role suffices. The table of routes says which does. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
    @Inject(FailedAttempts) private readonly failed: FailedAttempts,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler());
    // The operational routes of the service kit are no part of the API and guard themselves.
    if (!route || route.access === 'public') {
      return true;
    }
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const identity = this.identify(request);
    if (!includesRole(identity.role, route.access)) {
      const detail = `${route.operation} needs the role ${route.access}; the token "${identity.name}" is a ${identity.role}`;
      throw new ProblemError(problemOf('forbidden', detail));
    }
    request.identity = identity;
    return true;
  }

  private identify(request: EdgeRequest): Identity {
    const token = bearerToken(request.headers.authorization);
    const identity = token === undefined ? undefined : this.tokens.identify(token);
    if (identity) {
      return identity;
    }
    throw new ProblemError(this.refusal(request, token === undefined));
  }

  private refusal(request: EdgeRequest, noToken: boolean) {
    const wait = noToken ? undefined : this.failed.fail(request.socket.remoteAddress ?? '');
    if (wait !== undefined) {
      return tooManyAttempts(wait);
    }
    const detail = noToken ? 'no bearer token was sent' : 'the token is not known, has ended or was revoked';
    return problemOf('unauthenticated', detail, { hint: 'Send "Authorization: Bearer <token>".' });
  }
}

/** The answer to a client that keeps trying bad tokens. */
export const tooManyAttempts = (retryAfterSeconds: number) =>
  problemOf('too-many-attempts', 'too many bad tokens came from this address', { retryAfterSeconds });
