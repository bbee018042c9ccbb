import type { Command } from 'commander';
import { namesOf, type NameKind } from './names.js';

/** What can be completed after the words that lead to a command. */
export interface CompletionNode {
  /** The words: `deployment get`; empty for the program itself. */
  readonly words: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly flag: string; readonly description: string }[];
  /** What its argument is a name of, where the server can be asked. */
  readonly names?: NameKind;
}

/** Every command of a program with what may follow it, outermost first. */
export function treeOf(program: Command, words: readonly string[] = []): readonly CompletionNode[] {
  const help = program.createHelp();
  const subcommands = program.commands.filter((command) => command.name() !== 'help');
  const names = namesOf(program);
  const options = [...help.visibleOptions(program), ...help.visibleGlobalOptions(program)];
  return [
    {
      words: words.join(' '),
      commands: subcommands.map((command) => ({ name: command.name(), description: command.description() })),
      options: options.flatMap(({ long, description }) => (long ? [{ flag: long, description }] : [])),
      ...(names && { names }),
    },
    ...subcommands.flatMap((command) => treeOf(command, [...words, command.name()])),
  ];
}
