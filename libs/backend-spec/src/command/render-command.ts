import { err, ok, type Result } from '@enginehouse/contracts';
import type { SpecFailure } from '../errors/spec-error.js';
import type { CommandError } from './command-error.js';
import { isBuiltinPlaceholder, templatePieces, type BuiltinPlaceholder } from './placeholders.js';
import { WordScanner } from './word-scanner.js';

/** What the built-in placeholders stand for. `null` renders as an empty value, except `port`, which must be known. */
export interface RenderContext {
  readonly model_path: string | null;
  readonly model_name: string | null;
  readonly port: number | null;
  readonly worker_ip: string | null;
  readonly gpu_count: number | null;
  readonly gpu_ids: readonly (number | string)[] | null;
}

/** Why a template cannot be rendered: it cannot be split, or it asks for a port that is not known (`missing_value`). */
export type RenderError = CommandError | SpecFailure<'missing_value'>;

/** A rendered command. `unresolved` names the placeholders left as written; a saved definition has none. */
export interface RenderedCommand {
  readonly argv: readonly string[];
  readonly unresolved: readonly string[];
}

const builtinValue: { readonly [name in BuiltinPlaceholder]: (context: RenderContext) => string | undefined } = {
  model_path: (context) => context.model_path ?? '',
  model_name: (context) => context.model_name ?? '',
  port: (context) => context.port?.toString(),
  worker_ip: (context) => context.worker_ip ?? '',
  gpu_count: (context) => context.gpu_count?.toString() ?? '',
  gpu_ids: (context) => context.gpu_ids?.join(',') ?? '',
};

const missingPort: SpecFailure<'missing_value'> = {
  code: 'missing_value',
  detail: 'The command uses {{port}}, but no port is known.',
};

/**
 * Fills a command template and splits it into an argument list.
 *
 * A built-in placeholder anywhere, and an environment placeholder inside quotes, is one opaque piece of its word. An
 * environment placeholder outside quotes acts as if its value were typed there, so `{{EXTRA_ARGS}}` may carry several
 * options. Values are never searched for placeholders.
 */
export function renderCommand(
  template: string,
  context: RenderContext,
  env: Readonly<Record<string, string>>,
): Result<RenderedCommand, RenderError> {
  const scanner = new WordScanner();
  const unresolved = new Set<string>();
  for (const { text, placeholder } of templatePieces(template)) {
    if (placeholder === undefined) scanner.feedText(text);
    else if (isBuiltinPlaceholder(placeholder)) {
      const value = builtinValue[placeholder](context);
      if (value === undefined) return err(missingPort);
      scanner.feedOpaque(value);
    } else if (Object.hasOwn(env, placeholder)) feedVariable(scanner, env[placeholder] ?? '');
    else {
      unresolved.add(placeholder);
      scanner.feedText(text);
    }
  }
  const words = scanner.words();
  return words.ok ? ok({ argv: words.value, unresolved: [...unresolved] }) : words;
}

function feedVariable(scanner: WordScanner, value: string): void {
  if (scanner.insideQuotes) scanner.feedOpaque(value);
  else scanner.feedText(value);
}
