import { err, ok, type BackendDefinition, type Result } from '@enginehouse/contracts';
import { errorAt, type SpecError, type SpecErrorCode } from '../errors/spec-error.js';
import type { DefinitionDraft } from '../validate/definition-draft.js';
import { formatErrors } from '../validate/format-errors.js';
import { meaningErrors } from '../validate/meaning-errors.js';
import { composeYaml } from './compose-yaml.js';
import { decodeYaml } from './decode-yaml.js';
import { FieldReader } from './field-reader.js';
import { locate } from './locate.js';
import type { LineIndex } from './line-index.js';
import { withPositions, type LocatedError } from './located-error.js';
import { parseYamlEvents } from './parse-yaml-events.js';
import { readBackend } from './read-backend.js';
import { sourceOfMode, type YamlImportMode } from './yaml-import-mode.js';
import type { MappingNode, YamlNode } from './yaml-node.js';
import { yamlPathOf } from './yaml-path.js';

/** What an import must know besides the document. */
export interface YamlImportOptions {
  /** The names in the catalog that the new backend must not take; leave out the backend's own when it is changed. */
  readonly existingNames?: Iterable<string>;
}

/**
 * Reads a backend from GPUStack's YAML by the import rules: syntax, types, names, images and environment. Commands and
 * placeholders are not looked at; whoever stores the result wants {@link importBackendYaml}. Every error has its line and
 * column, and a document's errors are reported together.
 */
export function parseBackendYaml(
  input: string | Uint8Array,
  mode: YamlImportMode,
  options: YamlImportOptions = {},
): Result<BackendDefinition, SpecError[]> {
  return readDocument(input, (root) => checkedDraft(root, mode, options));
}

/**
 * Reads a backend from YAML and checks everything that must hold before it is saved: the import rules, and besides that
 * commands can be split, every placeholder has a value, and the rest of {@link validateDefinition}.
 */
export function importBackendYaml(
  input: string | Uint8Array,
  mode: YamlImportMode,
  options: YamlImportOptions = {},
): Result<BackendDefinition, SpecError[]> {
  return readDocument(input, checkedWholly(mode, options));
}

const checkedWholly =
  (mode: YamlImportMode, options: YamlImportOptions): ReadRoot =>
  (root, isWhole) => {
    const read = checkedDraft(root, mode, options);
    // Half a definition has placeholders whose variables could not be read; they are looked at once the rest is right.
    const found = isWhole && read.isWhole ? meaningErrors(read.draft) : [];
    return { ...read, errors: [...read.errors, ...elsewhere(read, found, root)] };
  };

/** A part of a YAML text: what its own text is, and what is wrong in it so far. */
export interface YamlPlace {
  readonly errors: readonly LocatedError[];
  readonly lines: LineIndex;
}

/** Like {@link importBackendYaml}, for a backend that is a part of a larger text. */
export const importBackendNode = (
  node: MappingNode,
  place: YamlPlace,
  mode: YamlImportMode,
  options: YamlImportOptions = {},
): Result<BackendDefinition, SpecError[]> => readRoot(node, place, checkedWholly(mode, options));

interface ReadDraft {
  readonly draft: DefinitionDraft;
  readonly errors: readonly LocatedError[];
  /** Every field could be read. */
  readonly isWhole: boolean;
}

type ReadRoot = (root: MappingNode, isWhole: boolean) => ReadDraft;

function readDocument(input: string | Uint8Array, read: ReadRoot): Result<BackendDefinition, SpecError[]> {
  const source = decodeYaml(input);
  if (!source.ok) return err([source.error]);
  const document = parseYamlEvents(source.value);
  if (!document.ok) return err([document.error]);
  const { lines } = document.value;
  const { root, errors } = composeYaml(document.value);
  if (root?.kind !== 'mapping') return err(withPositions(root ? [...errors, ...notABackend(root)] : errors, lines));
  return readRoot(root, { errors, lines }, read);
}

function readRoot(
  root: MappingNode,
  { errors, lines }: YamlPlace,
  read: ReadRoot,
): Result<BackendDefinition, SpecError[]> {
  const { draft, errors: draftErrors } = read(root, errors.length === 0);
  const all = [...errors, ...draftErrors];
  const { backend_name } = draft;
  if (all.length > 0 || backend_name === undefined) return err(withPositions(all, lines));
  return ok({ ...draft, backend_name });
}

function notABackend(root: YamlNode): LocatedError[] {
  if (root.kind === 'invalid') return [];
  const isEmpty = root.kind === 'scalar' && root.isNull;
  const failure = isEmpty
    ? ({ code: 'empty_document', detail: 'The document is empty.' } as const)
    : ({ code: 'root_not_mapping', detail: 'A backend is a map of fields, like backend_name: my-custom.' } as const);
  return [{ error: errorAt([], failure), at: root.at }];
}

function checkedDraft(root: MappingNode, mode: YamlImportMode, { existingNames }: YamlImportOptions): ReadDraft {
  const reader = new FieldReader();
  const draft = readBackend(reader, root, mode);
  const read = { draft, errors: reader.errors, isWhole: reader.errors.length === 0 };
  const found = formatErrors(draft, { source: sourceOfMode(mode), existingNames });
  return { ...read, errors: [...read.errors, ...elsewhere(read, found, root)] };
}

/** The errors at places that have none yet: a field that could not be read is not also missing. */
function elsewhere({ draft, errors }: ReadDraft, found: readonly SpecError[], root: MappingNode): LocatedError[] {
  const reported = new Set(errors.map(({ error }) => JSON.stringify(error.path)));
  return found.flatMap((error) => {
    const path = yamlPathOf(error.path, draft.versions);
    if (reported.has(JSON.stringify(path))) return [];
    const part = aboutKeys.has(error.code) ? 'name' : 'value';
    return [{ error: { ...error, path }, at: locate(root, path, part) }];
  });
}

/** What is wrong with the keys of a map, and not with their values. */
const aboutKeys: ReadonlySet<SpecErrorCode> = new Set([
  'invalid_env_name',
  'invalid_version_name',
  'version_suffix_required',
]);
