import { customSuffix } from '@enginehouse/backend-spec';
import { knownVersionFields } from '@enginehouse/backend-spec/yaml';
import type { ExportKind, ImportWarning } from './import-report.js';
import { versionNameFor } from './names.js';
import type { ExportedBackend } from './read-export.js';
import { isFields, isList, mapOf, saysSomething, textOf, type Fields, type Value } from './values.js';

/** The versions that are taken over. */
export interface PickedVersions {
  /** As `version_configs` here, by their names here. */
  readonly configs: ReadonlyMap<string, Fields>;
  /** The name here by the name there. */
  readonly names: ReadonlyMap<string, string>;
  /** Two versions there would have one name here. */
  readonly clashes: readonly string[];
  /** What comes with GPUStack, and was not to be taken. */
  readonly shipped: readonly string[];
  readonly warnings: readonly ImportWarning[];
}

/** Takes over the versions of a backend; of a built-in or community one only those that a user added. */
export function pickVersions(backend: ExportedBackend, kind: ExportKind): PickedVersions {
  const configs = new Map<string, Fields>();
  const names = new Map<string, string>();
  const picked = { clashes: [] as string[], shipped: [] as string[], warnings: [] as ImportWarning[] };
  for (const [name, config] of mapOf(backend.fields, 'version_configs')) {
    const version = { name, fields: isFields(config) ? config : new Map<string, Value>() };
    const own = isOwn(version, backend, kind);
    if (kind !== 'custom' && !own) {
      picked.shipped.push(name);
      continue;
    }
    const lost = own ? undefined : lossOf(version.fields);
    if (lost !== undefined) {
      picked.warnings.push(leftOut(name, lost));
      continue;
    }
    picked.warnings.push(...unknownFields(version));
    for (const [here, fields] of variants(version, kind !== 'custom')) {
      if (configs.has(here)) picked.clashes.push(here);
      configs.set(here, fields);
      if (!names.has(name)) names.set(name, here);
    }
  }
  return { configs, names, ...picked };
}

interface Version {
  readonly name: string;
  readonly fields: Fields;
}

/** GPUStack marks what it ships by a list of frameworks. Exported YAML lacks it; there the name or the missing image tells. */
function isOwn({ name, fields }: Version, { form }: ExportedBackend, kind: ExportKind): boolean {
  if (isList(fields.get('built_in_frameworks'))) return false;
  if (form === 'api') return true;
  return kind === 'community' ? name.endsWith(customSuffix) : textOf(fields, 'image_name') !== '' || kind === 'custom';
}

/** GPUStack's own versions may leave the image or the framework to GPUStack. */
function lossOf(fields: Fields): string | undefined {
  if (textOf(fields, 'image_name') === '') return 'it has no image of its own';
  return frameworksOf(fields).length === 0 ? 'it does not say which framework it needs' : undefined;
}

const frameworksOf = (fields: Fields): readonly string[] => {
  const custom = textOf(fields, 'custom_framework');
  const built = fields.get('built_in_frameworks');
  if (custom !== '') return [custom];
  return isList(built) ? built.filter((each) => typeof each === 'string') : [];
};

/** A version of several frameworks becomes one for each. */
function variants({ name, fields }: Version, own: boolean): readonly (readonly [string, Fields])[] {
  const frameworks = frameworksOf(fields);
  if (frameworks.length <= 1) return [[versionNameFor(name, own), configOf(fields, frameworks[0])]];
  return frameworks.map((framework) => [versionNameFor(`${name}-${framework}`, own), configOf(fields, framework)]);
}

const takenFields = ['image_name', 'run_command', 'entrypoint', 'deprecated', 'env'] as const;

function configOf(fields: Fields, framework: string | undefined): Fields {
  const taken = takenFields.flatMap((field): (readonly [string, Value])[] => {
    const value = fields.get(field);
    return value !== undefined && saysSomething(value) ? [[field, value]] : [];
  });
  return new Map([...taken, ...(framework === undefined ? [] : [['custom_framework', framework] as const])]);
}

const unknownFields = ({ name, fields }: Version): readonly ImportWarning[] =>
  [...fields].flatMap(([field, value]) =>
    knownVersionFields.has(field) || !saysSomething(value)
      ? []
      : [unknownField(['version_configs', name, field], `the version ${JSON.stringify(name)}`)],
  );

/** What a newer GPUStack may write. */
export const unknownField = (path: readonly string[], of: string): ImportWarning => ({
  code: 'field-ignored',
  path,
  detail: `Enginehouse has no field ${JSON.stringify(path.at(-1))} of ${of}; it was left out.`,
});

const leftOut = (name: string, why: string): ImportWarning => ({
  code: 'version-left-out',
  path: ['version_configs', name],
  detail: `The version ${JSON.stringify(name)}, which came with GPUStack, was left out: ${why}.`,
});
