import type { FieldPath } from '@enginehouse/contracts';
import { splitCommand } from '../command/split-command.js';
import { placeholdersOf } from '../command/placeholders.js';
import { unknownPlaceholders } from '../command/unknown-placeholders.js';
import type { Environment } from '../environment/environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import type { DefinitionDraft } from './definition-draft.js';

/** What the import rules leave open and a saved definition must nevertheless keep. */
export function meaningErrors(draft: DefinitionDraft): SpecError[] {
  return [
    ...commandErrors(draft),
    ...entrypointErrors(draft),
    ...unknownPlaceholders(draft),
    ...pathErrors(draft),
    ...lostVariables(draft.default_env, ['default_env']),
    ...draft.versions.flatMap(({ env }, index) => lostVariables(env, ['versions', index, 'env'])),
  ];
}

/** The schemas that events and messages pass through drop this one name without a word, so it is refused with one. */
function lostVariables(env: Environment | undefined, path: FieldPath): SpecError[] {
  if (env === undefined || !Object.hasOwn(env, '__proto__')) return [];
  return [
    errorAt([...path, '__proto__'], { code: 'invalid_env_name', detail: 'A variable cannot be named __proto__ here.' }),
  ];
}

type PlacedText = readonly [path: FieldPath, text: string];

function commandErrors(draft: DefinitionDraft): SpecError[] {
  const texts: PlacedText[] = [[['default_run_command'], draft.default_run_command ?? '']];
  for (const [index, version] of draft.versions.entries()) {
    texts.push([['versions', index, 'run_command'], version.run_command ?? '']);
  }
  return texts.flatMap(splitErrors);
}

function entrypointErrors(draft: DefinitionDraft): SpecError[] {
  const texts: PlacedText[] = [[['default_entrypoint'], draft.default_entrypoint ?? '']];
  for (const [index, version] of draft.versions.entries()) {
    texts.push([['versions', index, 'entrypoint'], version.entrypoint ?? '']);
  }
  return texts.flatMap((placed) => [...splitErrors(placed), ...placeholderErrors(placed)]);
}

function splitErrors([path, text]: PlacedText): SpecError[] {
  const words = splitCommand(text);
  return words.ok ? [] : [errorAt(path, words.error)];
}

function placeholderErrors([path, text]: PlacedText): SpecError[] {
  const [name] = placeholdersOf(text);
  if (name === undefined) return [];
  return [
    errorAt(path, {
      code: 'placeholder_in_entrypoint',
      detail: `The entrypoint holds {{${name}}}, but placeholders are only filled in run commands.`,
      hint: 'Move it to the run command.',
    }),
  ];
}

function pathErrors({ health_check_path }: DefinitionDraft): SpecError[] {
  if (!health_check_path || /^\/[\x21-\x7e]*$/.test(health_check_path)) return [];
  return [
    errorAt(['health_check_path'], {
      code: 'invalid_path',
      detail: `${JSON.stringify(health_check_path.slice(0, 100))} is not the path of a URL.`,
      hint: 'Write it from the slash on, for example /v1/models.',
    }),
  ];
}
