import { Argument, Option } from 'commander';
import { nameKinds, readNames, type NameKind } from '../../completion/names.js';
import { completionScript, shells, type Shell } from '../../completion/script.js';
import { treeOf } from '../../completion/tree.js';
import { examples, type Register } from '../../command.js';
import type { Session } from '../../session.js';

/** `enginehouse completion` */
export const completionCommand: Register = (parent, run) => {
  parent
    .command('completion')
    .description('Print a script that completes commands, options, and names of the marketplace')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    // What the script itself asks with.
    .addOption(new Option('--names <kind>').choices(nameKinds).hideHelp())
    .addHelpText(
      'after',
      examples(
        'source <(enginehouse completion bash)',
        'enginehouse completion zsh > ~/.zfunc/_enginehouse',
        'enginehouse completion fish > ~/.config/fish/completions/enginehouse.fish',
      ),
    )
    .action(
      run(async (session: Session, { names }: { readonly names?: NameKind }, shell: Shell) => {
        if (names !== undefined) {
          session.io.stdout.write((await readNames(session, names)).map((name) => `${name}\n`).join(''));
          return;
        }
        session.io.stdout.write(completionScript(shell, treeOf(parent)));
      }),
    );
};
