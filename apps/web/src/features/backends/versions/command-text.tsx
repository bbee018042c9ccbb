import { splitCommand } from '@enginehouse/backend-spec';
import { Code } from '../../../ui/code-text.js';
import { CommandWords } from '../../../ui/command-words.js';

/** A command as the arguments it means; as it is written where it cannot be split yet. */
export function CommandText({ text }: { readonly text: string }) {
  const words = splitCommand(text);
  return words.ok ? <CommandWords words={words.value} /> : <Code>{text}</Code>;
}
