import { routeGroups, type Route } from '@enginehouse/contracts/http';
import { Caller } from './caller.js';
import type { Client, ClientOptions } from './client-types.js';
import type { RouteCall } from './route-call.js';

/**
 * Makes a client of the API. Its methods and their types are the table of routes itself. What goes wrong comes back as
 * a problem; a call rejects only when its own signal is aborted.
 */
export function createClient(options: ClientOptions): Client {
  const caller = new Caller(options);
  const operation =
    (route: Route) =>
    (call: RouteCall = {}) =>
      caller.call(route, call);
  const groups = Object.entries(routeGroups).map(([name, routes]) => [name, mapValues(routes, operation)] as const);
  return Object.fromEntries(groups) as unknown as Client;
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
