/** The placeholders whose values come from the running instance. They win over environment variables of the same name. */
export const builtinPlaceholders = ['model_path', 'model_name', 'port', 'worker_ip', 'gpu_count', 'gpu_ids'] as const;

/** One of the six names of {@link builtinPlaceholders}. */
export type BuiltinPlaceholder = (typeof builtinPlaceholders)[number];

/** Says whether a placeholder is filled by the instance and not from the environment. */
export const isBuiltinPlaceholder = (name: string): name is BuiltinPlaceholder =>
  (builtinPlaceholders as readonly string[]).includes(name);

/** A piece of a template: text as written, or a placeholder (`text` is then `{{name}}`). */
export interface TemplatePiece {
  readonly text: string;
  readonly placeholder?: string;
}

/** Cuts a template at its placeholders, once and from left to right, before quotes and backslashes mean anything. */
export function templatePieces(template: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let done = 0;
  for (const match of template.matchAll(/\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}/g)) {
    if (match.index > done) pieces.push({ text: template.slice(done, match.index) });
    pieces.push({ text: match[0], placeholder: match[1] });
    done = match.index + match[0].length;
  }
  if (done < template.length) pieces.push({ text: template.slice(done) });
  return pieces;
}

/** The names of a template's placeholders, each once, in order of appearance. */
export function placeholdersOf(template: string): string[] {
  const names = templatePieces(template).flatMap((piece) => piece.placeholder ?? []);
  return [...new Set(names)];
}
