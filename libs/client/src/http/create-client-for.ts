import type { Route } from '@enginehouse/contracts/http';
import { Caller } from './caller.js';
import type { Client, ClientOptions } from './client-types.js';
import type { RouteCall } from './route-call.js';

/** Tables of routes by group, as a client needs them: its answers are read by their schemas. */
export type RouteTables = Readonly<Record<string, Readonly<Record<string, Route>>>>;

/**
 * Makes a client of the API from a table of routes that has the groups and names of the API's own. Programs that must be
 * small bring a table without schemas; then answers are taken as they come.
 */
export function createClientFor(tables: RouteTables, options: ClientOptions): Client {
  const caller = new Caller(options);
  const operation =
    (route: Route) =>
    (call: RouteCall = {}) =>
      caller.call(route, call);
  const groups = Object.entries(tables).map(([name, routes]) => [name, mapValues(routes, operation)] as const);
  return Object.fromEntries(groups) as unknown as Client;
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
