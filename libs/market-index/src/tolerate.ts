import { closest } from '@enginehouse/backend-spec';
import {
  knownBackendFields,
  knownVersionFields,
  present,
  type LocatedError,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
  type YamlNode,
} from '@enginehouse/backend-spec/yaml';
import type { EntryNote } from './entry-note.js';

/** A backend without what GPUStack passes over, and what was lost with it. */
export interface Tolerated {
  readonly node: MappingNode;
  readonly notes: readonly EntryNote[];
}

/**
 * GPUStack reads its list leniently: fields that it does not know are dropped, a version need not have a framework or an
 * image, and the default version need not exist. What of this means nothing to us is taken out and told of, so that the
 * rest can be read by the rules of every backend.
 */
export function tolerate(backend: MappingNode): Tolerated {
  const notes: EntryNote[] = [];
  const entries = new Map(knownOnly(backend, knownBackendFields, '', notes));
  const configs = entries.get('version_configs');
  if (configs?.value.kind !== 'mapping') return { node: { ...backend, entries }, notes };
  const versions = tolerateVersions(configs.value, notes);
  entries.set('version_configs', { ...configs, value: versions });
  dropUnknownDefault(entries, versions, notes);
  return { node: { ...backend, entries }, notes };
}

function knownOnly(
  node: MappingNode,
  known: ReadonlySet<string>,
  where: string,
  notes: EntryNote[],
): (readonly [string, MappingEntry])[] {
  return [...node.entries].filter(([name]) => {
    if (!known.has(name)) notes.push(unknownField(name, notes.length < maxHints ? known : [], where));
    return known.has(name);
  });
}

/** Looking for what was meant takes time. */
const maxHints = 2;

function unknownField(name: string, known: Iterable<string>, where: string): EntryNote {
  const near = closest(name, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return { code: 'field-ignored', detail: `The field ${quoted(name)}${where} is not known and was left out.${hint}` };
}

function tolerateVersions(configs: MappingNode, notes: EntryNote[]): MappingNode {
  const read = [...configs.entries].map(([name, entry]) => ({ name, ...tolerateVersion(name, entry, notes) }));
  const whole = read.filter(({ lost }) => lost === undefined);
  // Without any version there is no backend: the usual errors then say best what each of them lacks.
  const kept = whole.length > 0 ? whole : read;
  for (const { name, lost } of whole.length > 0 ? read : []) {
    if (lost !== undefined)
      notes.push({ code: 'version-left-out', detail: `The version ${quoted(name)} was left out: ${lost}.` });
  }
  return { ...configs, entries: new Map(kept.map(({ name, entry }) => [name, entry])) };
}

interface ToleratedVersion {
  readonly entry: MappingEntry;
  /** Why the version cannot be taken over. */
  readonly lost?: string;
}

function tolerateVersion(name: string, entry: MappingEntry, notes: EntryNote[]): ToleratedVersion {
  const { value } = entry;
  if (value.kind !== 'mapping') return { entry };
  const entries = new Map(knownOnly(value, knownVersionFields, ` of the version ${quoted(name)}`, notes));
  const built = textsOf(present(value, 'built_in_frameworks'));
  if (!isText(present(value, 'custom_framework')) && built.length === 1) {
    entries.set('custom_framework', { keyAt: value.at, value: built[0] ?? value });
  }
  const node: MappingNode = { ...value, entries };
  const whole = { keyAt: entry.keyAt, value: node };
  const lost = lossOf(node, built.length);
  return lost === undefined ? { entry: whole } : { entry: whole, lost };
}

function lossOf(version: MappingNode, frameworks: number): string | undefined {
  if (isAbsent(version, 'image_name')) return 'it has no image';
  if (!isAbsent(version, 'custom_framework')) return undefined;
  return frameworks > 1
    ? 'it has several frameworks; here each needs a version of its own'
    : 'it does not say which framework it needs (custom_framework)';
}

/** A field that has another type than text is not absent: it is an error. */
function isAbsent(node: MappingNode, field: string): boolean {
  const value = present(node, field);
  return value === undefined || (value.kind === 'scalar' && value.text === '');
}

const isText = (node: YamlNode | undefined): node is ScalarNode => node?.kind === 'scalar' && node.text !== '';

const textsOf = (node: YamlNode | undefined): readonly ScalarNode[] =>
  node?.kind === 'sequence' ? node.items.filter((item) => isText(item)) : [];

function dropUnknownDefault(entries: Map<string, MappingEntry>, versions: MappingNode, notes: EntryNote[]): void {
  const value = entries.get('default_version')?.value;
  if (value?.kind !== 'scalar' || value.isNull || value.text === '' || versions.entries.has(value.text)) return;
  entries.delete('default_version');
  notes.push({
    code: 'default-version-ignored',
    detail: `The default version ${quoted(value.text)} is none of its versions; the newest that fits will be used.`,
  });
}

/** Of two fields of one name GPUStack takes the last without a word. */
export function tolerateRepeated(errors: readonly LocatedError[]): {
  readonly errors: readonly LocatedError[];
  readonly notes: readonly EntryNote[];
} {
  const repeated = errors.filter(({ error }) => error.code === 'duplicate_key');
  const notes = repeated.map(({ error }) => {
    const name = quoted(String(error.path.at(-1) ?? ''));
    return { code: 'field-repeated', detail: `The field ${name} stands there twice; the last one was taken.` };
  });
  return { errors: errors.filter(({ error }) => error.code !== 'duplicate_key'), notes };
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 100));
