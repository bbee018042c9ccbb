import { splitCommand } from './split-command.js';

/** Something that works, but probably not as meant. `code` is stable. */
export interface CommandWarning<C extends string = string> {
  readonly code: C;
  readonly detail: string;
  readonly hint?: string;
}

const OPERATOR = /^(?:&&?|\|\|?|;;?|(?:[0-9]|&)?>>?(?:&[0-9-])?|[0-9]?<{1,3})$/;

/** Warns about a command that looks like it wants a shell: an operator such as `&&`, `|` or `>` that stands alone. No shell runs. */
export function shellWarnings(template: string): CommandWarning<'shell_operator'>[] {
  const words = splitCommand(template);
  return words.ok ? shellOperatorIn(words.value) : [];
}

/** The same for words that are split already. */
export function shellOperatorIn(words: readonly string[]): CommandWarning<'shell_operator'>[] {
  const operator = words.find((word) => OPERATOR.test(word));
  if (operator === undefined) return [];
  return [
    {
      code: 'shell_operator',
      detail: `${operator} is passed on as an argument: no shell reads the command.`,
      hint: "Where a shell is wanted, write: /bin/sh -c 'exec ...'.",
    },
  ];
}

/** Warns about a placeholder's name in braces with blanks, which is ordinary text. */
export function spacedPlaceholderWarnings(
  template: string,
  isKnown: (name: string) => boolean,
): CommandWarning<'spaced_placeholder'>[] {
  const names = Array.from(
    template.matchAll(/\{\{(?=\s|\w+\s)\s{0,9}([A-Za-z_]\w{0,99})\s{0,9}\}\}/g),
    (match) => match[1] ?? '',
  );
  return [...new Set(names)].filter(isKnown).map((name) => ({
    code: 'spaced_placeholder',
    detail: `{{ ${name} }} is ordinary text because of the blanks.`,
    hint: `Write {{${name}}}.`,
  }));
}
