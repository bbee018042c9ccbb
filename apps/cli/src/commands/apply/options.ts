import type { Command } from 'commander';
import type { ChangeOptions } from '../../command.js';
import { collect } from '../../parse-options.js';

/** What is planned, and for which set. */
export interface PlanOptions {
  readonly file: readonly string[];
  readonly set: string;
  readonly prune?: boolean;
  readonly lock?: boolean;
}

/** What apply takes. */
export interface ApplyOptions extends ChangeOptions, PlanOptions {
  readonly dryRun?: boolean;
  readonly detailedExitcode?: boolean;
  readonly yes?: boolean;
}

/** The options that plan and apply share. */
export function planned(command: Command): Command {
  return command
    .requiredOption(
      '-f, --file <path>',
      'YAML or JSON file, a folder of them, or - for standard input; may be repeated',
      collect,
    )
    .option('--set <name>', 'the set of documents these are all of; its name is kept with what it makes', 'default')
    .option('--prune', 'also delete what this set made earlier and no document describes any more')
    .option('--lock', 'store every image by its digest');
}
