import type { BackendDefinition, FieldPath } from '@enginehouse/contracts';
import type { Environment } from '../environment/environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { closest } from '../suggest/closest.js';
import { builtinPlaceholders, isBuiltinPlaceholder, placeholdersOf } from './placeholders.js';

/** Nobody reads more, and looking for what was meant takes time. */
const MAX_ERRORS = 100;
const MAX_HINTS = 10;
const MAX_CANDIDATES = 200;

type Runnable = Pick<BackendDefinition, 'default_run_command' | 'default_env' | 'versions'>;

/**
 * The placeholders that nothing fills: neither built-in, nor in `default_env`, nor in the `env` of every version that
 * uses the command. A deployment may set variables too, but a definition must not depend on that.
 */
export function unknownPlaceholders(definition: Runnable): SpecError[] {
  const backendEnv = definition.default_env ?? {};
  const inheriting = definition.versions.filter((version) => !version.run_command);
  const users = inheriting.length > 0 ? inheriting.map((version) => version.env ?? {}) : [{}];
  const errors = unfilled(['default_run_command'], definition.default_run_command ?? '', backendEnv, users);
  for (const [index, version] of definition.versions.entries()) {
    const path = ['versions', index, 'run_command'];
    errors.push(...unfilled(path, version.run_command ?? '', backendEnv, [version.env ?? {}]));
    if (errors.length >= MAX_ERRORS) break;
  }
  return errors.slice(0, MAX_ERRORS);
}

/** The placeholders of one template that a map of variables does not fill. */
export const unfilledPlaceholders = (path: FieldPath, template: string, env: Environment): SpecError[] =>
  unfilled(path, template, env, [{}]);

function unfilled(path: FieldPath, template: string, env: Environment, users: readonly Environment[]): SpecError[] {
  const isFilled = (name: string) =>
    isBuiltinPlaceholder(name) || Object.hasOwn(env, name) || users.every((user) => Object.hasOwn(user, name));
  const errors: SpecError[] = [];
  for (const name of placeholdersOf(template)) {
    if (errors.length >= MAX_ERRORS) break;
    if (isFilled(name)) continue;
    const near = errors.length < MAX_HINTS ? closest(name, candidates([env, ...users])) : undefined;
    errors.push(unknownPlaceholder(path, name, near));
  }
  return errors;
}

function unknownPlaceholder(path: FieldPath, name: string, near: string | undefined): SpecError {
  return errorAt(path, {
    code: 'unknown_placeholder',
    detail: `Nothing fills {{${name.slice(0, 100)}}}.`,
    hint:
      near === undefined
        ? `Add ${name.slice(0, 100)} to default_env or to the version's env.`
        : `Did you mean {{${near}}}?`,
  });
}

function candidates(environments: readonly Environment[]): string[] {
  const names: string[] = [...builtinPlaceholders];
  for (const env of environments) {
    if (names.length >= MAX_CANDIDATES) break;
    names.push(...Object.keys(env).slice(0, MAX_CANDIDATES));
  }
  return names;
}
