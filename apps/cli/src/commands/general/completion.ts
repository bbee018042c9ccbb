import { Argument } from 'commander';
import { completionScript, shells, type Shell } from '../../completion/script.js';
import { treeOf } from '../../completion/tree.js';
import { examples, type Register } from '../../command.js';
import type { Session } from '../../session.js';

/** `enginehouse completion` */
export const completionCommand: Register = (parent, run) => {
  parent
    .command('completion')
    .description('Print a script that completes commands and options')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      examples(
        'source <(enginehouse completion bash)',
        'enginehouse completion zsh > ~/.zfunc/_enginehouse',
        'enginehouse completion fish > ~/.config/fish/completions/enginehouse.fish',
      ),
    )
    .action(
      run(async (session: Session, _options: object, shell: Shell) => {
        session.io.stdout.write(completionScript(shell, treeOf(parent)));
      }),
    );
};
