import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import { includesRole } from '../access/identity.js';
import type { Route } from '@enginehouse/contracts/http';
import { Authentication } from './authentication.js';
import type { EdgeRequest, EdgeResponse } from './call.js';
import { ROUTE } from './serves.js';

type Guarded = Pick<Route, 'operation' | 'access'>;

const GUARDED = Symbol('GUARDED');

/** Guards a method that is no route of the table: what passes through it is not of our making. */
export const Guarded = (guarded: Guarded): MethodDecorator => SetMetadata(GUARDED, guarded);

/** Lets a request through to a route when its bearer token or session is in force and its role suffices. The table of routes says which does. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authentication) private readonly authentication: Authentication,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<Guarded | undefined>(ROUTE, context.getHandler());
    const guarded = route ?? this.reflector.get<Guarded | undefined>(GUARDED, context.getHandler());
    // The operational routes of the service kit are no part of the API and guard themselves.
    if (!guarded || guarded.access === 'public') {
      return true;
    }
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const response = context.switchToHttp().getResponse<EdgeResponse>();
    const caller = this.authentication.identify(request, response);
    if (!caller.ok) {
      throw new ProblemError(caller.error);
    }
    const { name, role } = caller.value.identity;
    if (!includesRole(role, guarded.access)) {
      const detail = `${guarded.operation} needs the role ${guarded.access}; the token "${name}" is a ${role}`;
      throw new ProblemError(problemOf('forbidden', detail));
    }
    request.caller = caller.value;
    return true;
  }
}
