import { splitCommand } from '@enginehouse/backend-spec';
import type { ImportWarning } from './import-report.js';
import { textOf, type Fields } from './values.js';

/** What a run command follows: there, and here. */
export interface Entrypoints {
  readonly there: string;
  readonly here: string;
}

/**
 * A user's version of a built-in backend, so that it starts the same program here. GPUStack lets such a run command begin
 * with the program (`vllm serve ...`) and override the image's entrypoint; here it follows the backend's entrypoint, so
 * the program becomes the entrypoint of the version.
 */
export function withEntrypoint(config: Fields, { there, here }: Entrypoints): Fields {
  const command = textOf(config, 'run_command');
  if (here === '' || command === '' || textOf(config, 'entrypoint') !== '' || there === here) return config;
  if (there !== '') return new Map([...config, ['entrypoint', there]]);
  const parts = divided(command, here);
  if (!parts) return config;
  return new Map([...config, ['entrypoint', parts.program], ['run_command', parts.rest]]);
}

/** The program of a command and its arguments; undefined where it consists of arguments only. */
function divided(command: string, here: string): { program: string; rest: string } | undefined {
  if (command.startsWith(`${here} `)) return { program: here, rest: command.slice(here.length).trim() };
  const [, first = '', rest = ''] = /^\s*([^\s"'\\]+)\s+(\S[\s\S]*)$/.exec(command) ?? [];
  if (first === '' || first.startsWith('-') || first.includes('{{')) return undefined;
  return splitCommand(first).ok ? { program: first, rest } : undefined;
}

/** What was changed so, for the report. */
export const entrypointWarning = (name: string, before: Fields, after: Fields): readonly ImportWarning[] =>
  before === after
    ? []
    : [
        {
          code: 'entrypoint-divided',
          path: ['version_configs', name, 'entrypoint'],
          detail: `The entrypoint of ${JSON.stringify(name)} is now ${JSON.stringify(textOf(after, 'entrypoint'))}: here a run command follows the entrypoint.`,
        },
      ];
