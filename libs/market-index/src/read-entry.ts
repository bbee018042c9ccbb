import { closest } from '@enginehouse/backend-spec';
import { err, ok, type BackendDefinition, type EntryAbout, type FieldError, type Result } from '@enginehouse/contracts';
import {
  brokenLimit,
  FieldReader,
  importBackendNode,
  present,
  withPositions,
  type MappingNode,
  type YamlNode,
  type YamlPlace,
} from '@enginehouse/backend-spec/yaml';
import type { EntryNote } from './entry-note.js';
import { fault } from './fault.js';
import type { FoundEntry } from './found-entry.js';
import { aboutFields, readAbout } from './read-about.js';
import { tolerate, tolerateRepeated } from './tolerate.js';

/** An entry as far as it can be read without the others. */
export interface EntryRead {
  readonly definition: BackendDefinition;
  readonly about: EntryAbout;
  readonly notes: readonly EntryNote[];
}

/** Reads and checks one entry by the rules of a community backend. */
export function readEntry(
  { form, node, place }: FoundEntry,
  enginehouseVersion: string,
): Result<EntryRead, readonly FieldError[]> {
  const limit = brokenLimit(node.size);
  if (limit !== undefined) return err([fault([], limits[limit], place.lines.positionOf(node.at))]);
  if (node.kind === 'mapping')
    return form === 'backend' ? readBare(node, place) : readOwn(node, place, enginehouseVersion);
  if (place.errors.length > 0) return err(withPositions(place.errors, place.lines));
  return err([fault([], notAMap, place.lines.positionOf(node.at))]);
}

/** The name that an entry has or would have, also where the field that holds it is misspelt. */
export function nameOf({ form, node }: FoundEntry): string | null {
  const backend = form === 'entry' ? meant(node, 'backend') : node;
  const name = meant(backend, 'backend_name');
  return name?.kind === 'scalar' ? name.text.trim().slice(0, 200) || null : null;
}

function meant(node: YamlNode | undefined, field: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  const near = node.entries.has(field) ? field : closest(field, node.entries.keys());
  return near === undefined ? undefined : present(node, near);
}

const limits = {
  alias_limit: {
    code: 'alias-limit',
    detail: 'The entry is too large: at most 100 000 values and 1 MiB of text, with aliases written out.',
  },
  nesting_too_deep: { code: 'nesting-too-deep', detail: 'Lists and maps are nested more than 64 deep.' },
} as const;

const notAMap = {
  code: 'invalid-type',
  detail: 'An entry is a map of fields, such as backend_name: my-engine.',
} as const;

const nothingAbout: EntryAbout = { links: [], changelog: [], minimum_versions: {} };

/** In GPUStack's form; what GPUStack tolerates is tolerated. */
function readBare(node: MappingNode, { errors, lines }: YamlPlace): Result<EntryRead, readonly FieldError[]> {
  const tolerated = tolerate(node);
  const repeated = tolerateRepeated(errors);
  const definition = importBackendNode(tolerated.node, { errors: repeated.errors, lines }, 'community');
  if (!definition.ok) return definition;
  const notes = [...repeated.notes, ...tolerated.notes];
  return ok({ definition: definition.value, about: nothingAbout, notes });
}

const entryFields: ReadonlySet<string> = new Set(['backend', 'icon', ...aboutFields]);

/** In our own form: it was written for us, so whatever we do not understand is a mistake. */
function readOwn(
  node: MappingNode,
  place: YamlPlace,
  enginehouseVersion: string,
): Result<EntryRead, readonly FieldError[]> {
  const reader = new FieldReader();
  reader.onlyFields(node, [], entryFields);
  const icon = reader.text(node, [], 'icon');
  const backend = backendOf(reader, node);
  const definition = backend && importBackendNode(backend, { errors: [], lines: place.lines }, 'community');
  const about = readAbout(node, place.lines, enginehouseVersion);
  const errors = [
    ...withPositions([...place.errors, ...reader.errors], place.lines),
    ...(definition === undefined || definition.ok ? [] : definition.error.map(insideBackend)),
    ...(about.ok ? [] : about.error),
  ];
  if (errors.length > 0 || !definition?.ok || !about.ok) return err(errors.toSorted(byPlace));
  const withIcon = icon === undefined ? definition.value : { ...definition.value, icon };
  return ok({ definition: withIcon, about: about.value, notes: [] });
}

function backendOf(reader: FieldReader, node: MappingNode): MappingNode | undefined {
  const backend = present(node, 'backend');
  if (backend !== undefined) return reader.entries(backend, ['backend']);
  return reader.fail(['backend'], node.at, { code: 'required', detail: 'backend is needed here.' });
}

const insideBackend = (error: FieldError): FieldError => ({ ...error, path: ['backend', ...error.path] });

const byPlace = (a: FieldError, b: FieldError): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
