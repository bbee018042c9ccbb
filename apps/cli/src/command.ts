import { Option, type Command } from 'commander';
import type { Session } from './session.js';

/** What a command does; commander knows which options and arguments it declared. */
export type Work = (session: Session, options: never, ...args: never[]) => Promise<void>;

/** Turns what a command does into what commander calls. */
export type Run = (work: Work) => (...all: readonly unknown[]) => Promise<void>;

/** Adds one command, or a group of them, to its parent. */
export type Register = (parent: Command, run: Run) => void;

/** Examples under a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;

/** Options of commands that change something. */
export function changes(command: Command): Command {
  return command.option('--reason <text>', 'why; kept in the history');
}

/** Options of commands that change something which has revisions. */
export function changesRevision(command: Command): Command {
  return changes(command).option('--if-match <revision>', 'only if nobody has changed it since this revision');
}

/** The option of commands that ask before they do it. */
export function asksFirst(command: Command): Command {
  return command.option('-y, --yes', 'do not ask');
}

export interface WideOptions {
  readonly output?: 'wide';
}

/** The option of lists that can show more. */
export const wideOption = (also = 'who and when'): Option =>
  new Option('-o, --output <format>', `wide: also ${also}`).choices(['wide']);

export interface ChangeOptions {
  readonly reason?: string;
  readonly ifMatch?: string;
}

/** The headers of a change. */
export function changeHeaders({ reason, ifMatch }: ChangeOptions): Record<string, string | undefined> {
  return {
    // Header bytes are Latin-1 on the way; the server reads UTF-8 in them.
    'x-change-reason': reason === undefined ? undefined : Buffer.from(reason, 'utf8').toString('latin1'),
    'if-match': ifMatch === undefined ? undefined : `"${ifMatch.replace(/^(?:W\/)?"?|"$/g, '')}"`,
  };
}

/** A path of the API with its parts escaped. */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return String.raw({ raw: strings }, ...parts.map(encodeURIComponent));
}
