import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { Route } from '@enginehouse/contracts/http';
import type { RouteCall } from './route-call.js';

/** The address of a call, with its path parameters and query filled in. */
export function addressOf(base: string, route: Route, { params = {}, query = {} }: RouteCall): Result<URL, Problem> {
  const values = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, params[name] ?? ''] as const);
  const unusable = values.find(([, value]) => value === '' || value === '.' || value === '..');
  if (unusable) {
    return err(unusableParameter(...unusable));
  }
  const path = values.reduce(
    (text, [name, value]) => text.replace(`{${name}}`, () => encodeURIComponent(value)),
    route.path,
  );
  const address = parsed(base, path);
  if (!address) {
    return err(problemOf('invalid-input', `"${base}" is not an address`, { hint: 'Give it as https://host:port.' }));
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      address.searchParams.set(name, textOf(value));
    }
  }
  return ok(address);
}

/** A dot segment would silently lead to another address. */
const unusableParameter = (name: string, value: string): Problem =>
  problemOf('invalid-input', `params.${name}: "${value}" cannot stand in an address`, {
    errors: [{ code: 'unusable-parameter', path: ['params', name], detail: 'is empty or a dot segment' }],
  });

function parsed(base: string, path: string): URL | undefined {
  try {
    return new URL(base.replace(/\/+$/, '') + path);
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
