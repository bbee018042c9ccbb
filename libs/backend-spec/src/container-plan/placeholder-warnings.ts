import { spacedPlaceholderWarnings } from '../command/command-warnings.js';
import { builtinPlaceholders, isBuiltinPlaceholder, placeholdersOf } from '../command/placeholders.js';
import { splitCommand } from '../command/split-command.js';
import { unquotedVariables } from '../command/unquoted-variables.js';
import type { Environment } from '../environment/environment.js';
import { closest } from '../suggest/closest.js';
import type { PlanWarning } from './plan-warnings.js';
import type { RenderablePlan } from './render-plan.js';

const MAX_TEXTS = 20;
const MAX_VARIABLES = 200;

/** Warns about placeholders that become several arguments, and about those that stay as they were written. */
export function placeholderWarnings({ command, parameters, env }: RenderablePlan): PlanWarning[] {
  const template = command ?? '';
  const isKnown = (name: string) => isBuiltinPlaceholder(name) || Object.hasOwn(env, name);
  return [
    ...splitting(template, env),
    ...spacedPlaceholderWarnings(template, isKnown),
    ...mistyped(template, env, isKnown),
    ...inParameters(parameters, env, isKnown),
  ];
}

function splitting(template: string, env: Environment): PlanWarning[] {
  return unquotedVariables(template, env).flatMap((name) => {
    const words = splitCommand(env[name] ?? '');
    if (!words.ok || words.value.length < 2) return [];
    return [
      {
        code: 'placeholder_splits',
        detail: `{{${name}}} becomes ${words.value.length} arguments: it stands outside quotes.`,
        hint: `Write "{{${name}}}" where it is meant to be one.`,
      },
    ];
  });
}

/** Braces around what is no name (`{{model-path}}`) are ordinary text; they are only looked at where a placeholder comes close. */
function mistyped(template: string, env: Environment, isKnown: (name: string) => boolean): PlanWarning[] {
  const texts = Array.from(template.matchAll(/\{\{([^{}]{1,100})\}\}/g), (match) => match[1] ?? '');
  const odd = [...new Set(texts)].filter((text) => !/^[A-Za-z_]\w*$/.test(text) && !isKnown(text.trim()));
  return odd.slice(0, MAX_TEXTS).flatMap((text) => unknown(text, env, (near) => `Did you mean {{${near}}}?`));
}

function unknown(text: string, env: Environment, hintFor: (near: string) => string): PlanWarning[] {
  const near = closest(text.trim(), [...builtinPlaceholders, ...Object.keys(env).slice(0, MAX_VARIABLES)]);
  if (near === undefined) return [];
  const detail = `{{${text}}} is passed on as it stands: there is no such placeholder.`;
  return [{ code: 'unknown_placeholder', detail, hint: hintFor(near) }];
}

function inParameters(
  parameters: readonly string[],
  env: Environment,
  isKnown: (name: string) => boolean,
): PlanWarning[] {
  const names = [...new Set(parameters.flatMap((word) => placeholdersOf(word)))];
  const hint = 'Set a run command for this deployment instead.';
  return names.slice(0, MAX_TEXTS).flatMap((name): PlanWarning[] => {
    if (!isKnown(name))
      return unknown(name, env, (near) => `Only run commands have placeholders, such as {{${near}}}.`);
    const detail = `{{${name}}} in a parameter is passed on as it stands; only run commands are templates.`;
    return [{ code: 'placeholder_in_parameter', detail, hint }];
  });
}
