import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import { describedFields } from './definition-fields.js';
import { sameValue } from './same-value.js';

/**
 * One field that differs; `before` or `after` is `undefined` where there is none. Versions stand in the path by name and
 * images by framework: `['versions', '1.10', 'images', 'cuda']`. The path `['versions']` is their order, as names.
 */
export interface FieldChange {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

type Nothing = Omit<BackendDefinition, 'backend_name'> & { readonly backend_name?: undefined };
const nothing: Nothing = { versions: [] };

/** The fields in which two definitions differ; environments variable by variable. No definition at all is an empty one. */
export function diffDefinitions(from: BackendDefinition | undefined, to: BackendDefinition | undefined): FieldChange[] {
  const [before, after] = [from ?? nothing, to ?? nothing];
  return [
    ...change(['backend_name'], before.backend_name, after.backend_name),
    ...describedFields.flatMap((field) =>
      field === 'default_env'
        ? mapChanges([field], before[field], after[field])
        : change([field], before[field], after[field]),
    ),
    ...change(['default_version'], before.default_version, after.default_version),
    ...versionChanges(before.versions, after.versions),
    ...orderChange(before.versions, after.versions),
  ];
}

const change = (path: readonly string[], before: unknown, after: unknown): FieldChange[] =>
  sameValue(before, after) ? [] : [{ path, before, after }];

type TextMap = Readonly<Record<string, string>>;

function mapChanges(path: readonly string[], before: TextMap | undefined, after: TextMap | undefined): FieldChange[] {
  if (before === undefined || after === undefined) return change(path, before, after);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => change([...path, name], own(before, name), own(after, name)));
}

const own = (map: TextMap, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined);

function versionChanges(before: readonly BackendVersion[], after: readonly BackendVersion[]): FieldChange[] {
  const old = new Map(before.map((version) => [version.name, version]));
  const current = new Map(after.map((version) => [version.name, version]));
  const names = new Set([...old.keys(), ...current.keys()]);
  return [...names].flatMap((name) => versionChange(['versions', name], old.get(name), current.get(name)));
}

/** Adding and removing versions moves none of the others. */
function orderChange(before: readonly BackendVersion[], after: readonly BackendVersion[]): FieldChange[] {
  const [old, current] = [before.map(({ name }) => name), after.map(({ name }) => name)];
  const [known, kept] = [new Set(old), new Set(current)];
  const isSame = sameValue(
    old.filter((name) => kept.has(name)),
    current.filter((name) => known.has(name)),
  );
  return isSame ? [] : [{ path: ['versions'], before: old, after: current }];
}

function versionChange(
  path: readonly string[],
  before: BackendVersion | undefined,
  after: BackendVersion | undefined,
): FieldChange[] {
  if (before === undefined || after === undefined) return change(path, before, after);
  return [
    ...mapChanges([...path, 'images'], imagesOf(before), imagesOf(after)),
    ...change([...path, 'run_command'], before.run_command, after.run_command),
    ...change([...path, 'entrypoint'], before.entrypoint, after.entrypoint),
    ...mapChanges([...path, 'env'], before.env, after.env),
    ...change([...path, 'built_in'], before.built_in, after.built_in),
    ...change([...path, 'deprecated'], before.deprecated, after.deprecated),
  ];
}

const imagesOf = ({ images }: BackendVersion): TextMap =>
  Object.fromEntries(images.map(({ framework, image_name }) => [framework, image_name]));
