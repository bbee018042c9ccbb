import { importBackendYaml, parseBackendYaml, yamlPathOf } from '@enginehouse/backend-spec';
import { locate, readYamlText } from '@enginehouse/backend-spec/yaml';
import type { BackendDefinition, FieldError } from '@enginehouse/contracts';
import { checkDefinition, type Subject } from './check.js';

/** What a text says. Without a definition it cannot be shown as a form. */
export interface YamlReading {
  readonly definition?: BackendDefinition;
  /** In the order of the text, with line and column. */
  readonly errors: readonly FieldError[];
}

/** Reads the text of the editor and checks everything that must hold before it is saved. */
export function readYaml(text: string, subject: Subject): YamlReading {
  const { source, base } = subject;
  // The import of a custom backend passes over the icon; here it is the person's own.
  const read = parseBackendYaml(text, source === 'custom' ? 'community' : source);
  if (!read.ok) return { errors: worst(text, subject) ?? read.error };
  const definition = base ? withShipped(read.value, base) : read.value;
  return { definition, errors: placed(text, checkDefinition(definition, subject), definition) };
}

/** The errors by the rules of the kind itself, which may be more. */
function worst(text: string, { source }: Subject): readonly FieldError[] | undefined {
  const read = importBackendYaml(text, source === 'custom' ? 'create' : source);
  return read.ok ? undefined : read.error;
}

/** Versions that come with Enginehouse stay whether or not a document names them. */
function withShipped(definition: BackendDefinition, base: BackendDefinition): BackendDefinition {
  const named = new Set(definition.versions.map(({ name }) => name));
  const missing = base.versions.filter(({ name, built_in }) => built_in && !named.has(name));
  return missing.length === 0 ? definition : { ...definition, versions: [...missing, ...definition.versions] };
}

const limits = { bytes: 1024 * 1024, mergedEntries: 100_000 };
/** What is wrong with the keys of a map, and not with their values. */
const aboutKeys = new Set(['invalid_env_name', 'invalid_version_name', 'version_suffix_required', 'duplicate_version']);

/** Gives errors of a definition the places in the text that it was read from. */
export function placed(
  text: string,
  errors: readonly FieldError[],
  { versions }: Pick<BackendDefinition, 'versions'>,
): FieldError[] {
  const read = errors.length > 0 ? readYamlText(text, limits) : undefined;
  if (!read?.ok) return [...errors];
  const { root, lines } = read.value;
  return errors
    .map((error) => {
      const path = yamlPathOf(error.path, versions);
      return { error: { ...error, path }, at: locate(root, path, aboutKeys.has(error.code) ? 'name' : 'value') };
    })
    .toSorted((one, other) => one.at - other.at)
    .map(({ error, at }) => ({ ...error, ...lines.positionOf(at) }));
}
