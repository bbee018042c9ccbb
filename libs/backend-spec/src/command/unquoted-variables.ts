import type { Environment } from '../environment/environment.js';
import { isBuiltinPlaceholder, templatePieces } from './placeholders.js';
import { WordScanner } from './word-scanner.js';

/** The variables that a template uses outside quotes, where their values may become several arguments, or none. */
export function unquotedVariables(template: string, env: Environment): string[] {
  const scanner = new WordScanner();
  const names = new Set<string>();
  for (const { text, placeholder } of templatePieces(template)) {
    if (placeholder === undefined) scanner.feedText(text);
    else if (isBuiltinPlaceholder(placeholder) || scanner.insideQuotes) scanner.feedOpaque(text);
    else if (Object.hasOwn(env, placeholder)) {
      names.add(placeholder);
      scanner.feedText(env[placeholder] ?? '');
    } else scanner.feedText(text);
  }
  return [...names];
}
