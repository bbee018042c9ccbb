import { ok, type Result } from '@enginehouse/contracts';
import type { CommandError } from './command-error.js';
import { splitCommand } from './split-command.js';

/** Where a chosen text came from. */
export type CommandOrigin = 'deployment' | 'version' | 'backend';

/** The run commands in play; an empty text counts as not given. */
export interface CommandCandidates {
  readonly deployment?: string | null;
  readonly version?: string | null;
  readonly backend?: string | null;
}

/** The command template to use, and where it came from. */
export interface SelectedCommand {
  readonly template: string;
  readonly origin: CommandOrigin;
}

/** Picks the run command: the deployment's, else the version's, else the backend's; `null` when none has one. */
export function selectCommand({ deployment, version, backend }: CommandCandidates): SelectedCommand | null {
  if (deployment) return { template: deployment, origin: 'deployment' };
  if (version) return { template: version, origin: 'version' };
  return backend ? { template: backend, origin: 'backend' } : null;
}

/** The entrypoint's words, and where they came from. */
export interface SelectedEntrypoint {
  readonly words: readonly string[];
  readonly origin: 'version' | 'backend';
}

/** Picks and splits the entrypoint: the version's, else the backend's; `null` leaves the image's own. Placeholders are not filled. */
export function selectEntrypoint(candidates: {
  readonly version?: string | null;
  readonly backend?: string | null;
}): Result<SelectedEntrypoint | null, CommandError> {
  const origin = candidates.version ? 'version' : 'backend';
  const words = splitCommand(candidates[origin] ?? '');
  if (!words.ok) return words;
  return ok(words.value.length === 0 ? null : { words: words.value, origin });
}
