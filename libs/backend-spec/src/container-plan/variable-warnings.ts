import type { Environment } from '../environment/environment.js';
import type { PlanWarning } from './plan-warnings.js';

const mostNames = 20;

/** Dots and hyphens are no shell's, but frameworks that read their settings from variables use them. */
const usual = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Warns about names that a container may have, but that hardly anything in it can read: `1 BAD`. */
export const variableWarnings = (env: Environment): PlanWarning[] =>
  Object.keys(env)
    .filter((name) => !usual.test(name))
    .slice(0, mostNames)
    .map((name) => ({
      code: 'unusual_variable_name',
      detail: `${JSON.stringify(name)} is passed on as it is, but shells and most programs cannot read a variable of that name.`,
      hint: 'Use letters, digits and _, with no digit first.',
    }));
