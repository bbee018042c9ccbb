import { RequestMapping, RequestMethod, Res, SetMetadata } from '@nestjs/common';
import type { Route } from '@enginehouse/contracts/http';
import { PreparedCall } from './call.js';

/** Metadata key of the route that a method serves. */
export const ROUTE = Symbol('ROUTE');

/** OpenAPI's `{name}` as Express writes it. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/**
 * Marks the method that serves a route. It gets the `Call` and returns a `Result<Reply, Problem>`; the edge interceptor
 * writes the answer (asking for the response as second argument tells Nest to keep out of that).
 */
export function Serves(route: Route): MethodDecorator {
  return (target, key, descriptor) => {
    PreparedCall()(target, key, 0);
    Res()(target, key, 1);
    SetMetadata(ROUTE, route)(target, key, descriptor);
    RequestMapping({ path: expressPath(route.path), method: RequestMethod[route.method] })(target, key, descriptor);
  };
}
