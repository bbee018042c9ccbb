import type { FieldPath } from '@enginehouse/contracts';
import { checkText, hasLoneSurrogate } from '../errors/check-text.js';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';

/** Why a name cannot be an environment variable's, or `undefined` when it can. */
export function checkVariableName(name: string): SpecFailure<'invalid_env_name'> | undefined {
  if (name !== '' && !/[=\0]/.test(name) && !hasLoneSurrogate(name)) return undefined;
  return {
    code: 'invalid_env_name',
    detail:
      name === '' ? 'An environment variable needs a name.' : `${JSON.stringify(name)} cannot be a variable name.`,
    hint: 'A name holds neither "=" nor NUL.',
  };
}

/** Why a value cannot be an environment variable's, or `undefined` when it can. Only texts can; they are never templates. */
export function checkVariableValue(value: unknown): SpecFailure | undefined {
  if (typeof value === 'string') return checkText(value);
  return { code: 'invalid_type', detail: 'An environment variable is a text.', hint: 'Put the value in quotes.' };
}

/** Checks one level of environment variables, which may come from anywhere; `path` is where it stands. */
export function checkEnvironment(env: unknown, path: FieldPath): SpecError[] {
  if (env === undefined || env === null) return [];
  if (typeof env !== 'object' || Array.isArray(env)) {
    return [errorAt(path, { code: 'invalid_type', detail: 'Environment variables are a map of names to texts.' })];
  }
  return Object.entries(env).flatMap(([name, value]) => {
    const failure = checkVariableName(name) ?? checkVariableValue(value);
    return failure ? [errorAt([...path, name], failure)] : [];
  });
}
