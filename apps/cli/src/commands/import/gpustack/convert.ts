import { err, ok, problemOf, type BackendDefinition, type Problem, type Result } from '@enginehouse/contracts';
import { customSuffix } from '@enginehouse/backend-spec';
import type { Contribution } from './contribution.js';
import { definitionOf } from './definition-of.js';
import { differences } from './differences.js';
import { entrypointWarning, withEntrypoint } from './entrypoints.js';
import type { ExportKind, ImportWarning } from './import-report.js';
import { customNameFor } from './names.js';
import { pickVersions, type PickedVersions } from './pick-versions.js';
import type { ExportedBackend } from './read-export.js';
import { environments, generalWarnings, organisationOf, readFields } from './read-fields.js';
import { isFields, isTrue, saysSomething, textOf, type Fields, type Value } from './values.js';

/** A backend that becomes a custom one here. */
export function customBackend(backend: ExportedBackend, kind: ExportKind): Result<Contribution, Problem> {
  const name = textOf(backend.fields, 'backend_name');
  const to = customNameFor(name);
  const picked = pickVersions(backend, 'custom');
  const { fields, warnings } = readFields(backend, picked);
  const definition = definitionOf({ to, fields, configs: picked.configs }, picked);
  if (!definition.ok) return definition;
  const { backend_name: _name, versions, ...rest } = definition.value;
  const icon = textOf(backend.fields, 'icon');
  return ok({
    ...aboutOf(backend, kind, picked),
    to,
    fields: icon === '' ? rest : { ...rest, icon },
    versions,
    warnings: [
      ...strangeBuiltIn(backend.fields),
      ...warnings,
      ...picked.warnings,
      ...generalWarnings(backend, environments(fields, picked)),
    ],
  });
}

/** What a user added to a built-in or community backend that is here too. */
export function additions(
  backend: ExportedBackend,
  kind: ExportKind,
  target: BackendDefinition,
): Result<Contribution, Problem> {
  const picked = pickVersions(backend, kind);
  const env = kind === 'built_in' ? textsOf(backend.fields, 'default_env') : ok(noTexts);
  if (!env.ok) return env;
  const fitted = kind === 'built_in' ? fittedVersions(backend, picked, target) : picked;
  // Its variables may fill placeholders of what is added.
  const known = new Map<string, Value>([...Object.entries(target.default_env ?? {}), ...env.value]);
  const added = { to: `added${customSuffix}`, fields: new Map([['default_env', known]]), configs: fitted.configs };
  const definition = fitted.configs.size === 0 ? ok({ versions: [] }) : definitionOf(added, picked);
  if (!definition.ok) return definition;
  return ok({
    ...aboutOf(backend, kind, picked),
    to: target.backend_name,
    fields: env.value.size === 0 ? {} : { default_env: Object.fromEntries(env.value) },
    versions: definition.value.versions,
    warnings: [
      ...differences(backend.fields, kind, target),
      ...fitted.warnings,
      ...generalWarnings(backend, environments(new Map([['default_env', env.value]]), picked)),
    ],
  });
}

type Texts = ReadonlyMap<string, string>;
const noTexts: Texts = new Map();

function textsOf(fields: Fields, name: string): Result<Texts, Problem> {
  const value = fields.get(name);
  if (!saysSomething(value)) return ok(noTexts);
  const texts = isFields(value)
    ? [...value].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
    : [];
  if (isFields(value) && texts.length === value.size) return ok(new Map(texts));
  return err(problemOf('invalid-definition', `${name} must be a map of texts.`));
}

function fittedVersions(
  { fields }: ExportedBackend,
  picked: PickedVersions,
  target: BackendDefinition,
): Pick<PickedVersions, 'configs' | 'warnings'> {
  const entrypoints = { there: textOf(fields, 'default_entrypoint'), here: target.default_entrypoint ?? '' };
  const fitted = [...picked.configs].map(([name, config]) => ({
    name,
    config,
    fit: withEntrypoint(config, entrypoints),
  }));
  return {
    configs: new Map(fitted.map(({ name, fit }) => [name, fit])),
    warnings: [...picked.warnings, ...fitted.flatMap(({ name, config, fit }) => entrypointWarning(name, config, fit))],
  };
}

function aboutOf({ source, fields }: ExportedBackend, kind: ExportKind, { names }: PickedVersions) {
  const renamed = Object.fromEntries([...names].filter(([there, here]) => there !== here));
  return { name: textOf(fields, 'backend_name'), kind, source, organisation: organisationOf(fields), renamed };
}

const strangeBuiltIn = (fields: Fields): readonly ImportWarning[] =>
  isTrue(fields, 'is_built_in') || textOf(fields, 'backend_source') === 'built_in'
    ? [
        {
          code: 'unknown-built-in',
          path: ['backend_name'],
          detail: 'GPUStack brings it along, Enginehouse does not: commands that GPUStack makes by itself are missing.',
        },
      ]
    : [];
