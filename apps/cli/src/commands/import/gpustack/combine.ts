import { diffDefinitions } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  problemOf,
  type BackendDefinition,
  type BackendVersion,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { Contribution } from './contribution.js';
import { organisationName } from './names.js';

/** A backend as it is to be here. */
export interface Combined {
  readonly definition: BackendDefinition;
  /** What each contribution was renamed to besides, and lost. */
  readonly contributions: readonly Contribution[];
}

/**
 * What all contributions to one backend make of it, on top of what is here: nothing that is here is taken away, so that
 * importing again changes nothing. Contributions may repeat each other and not contradict, but for organisations, whose
 * versions then get a name of their own.
 */
export function combine(
  contributions: readonly Contribution[],
  current: BackendDefinition | undefined,
): Result<Combined, Problem> {
  const [first, ...others] = contributions.toSorted((a, b) => (a.organisation < b.organisation ? -1 : 1));
  if (!first) return err(problemOf('invalid-input', 'There is nothing to combine.'));
  const taken: Contribution[] = [first];
  for (const other of others) {
    const fitted = beside(taken, other);
    if (!fitted.ok) return fitted;
    taken.push(fitted.value);
  }
  return ok({ definition: onTopOf(current, taken, first), contributions: taken });
}

/** A further contribution, with the names that do not contradict those before. */
function beside(before: readonly Contribution[], next: Contribution): Result<Contribution, Problem> {
  const known = new Map(before.flatMap(({ versions }) => versions.map((version) => [version.name, version])));
  const contradicts = next.versions.filter((version) => {
    const there = known.get(version.name);
    return there !== undefined && !sameVersion(there, version);
  });
  const [first] = before;
  const differs = first !== undefined && !sameFields(first, next);
  if (contradicts.length === 0 && !differs) return ok(next);
  if (next.organisation === '') return err(contradiction(first ?? next, next));
  const renamed = Object.fromEntries(contradicts.map(({ name }) => [name, organisationName(name, next.organisation)]));
  return ok({
    ...next,
    versions: next.versions.map((version) => ({ ...version, name: renamed[version.name] ?? version.name })),
    renamed: { ...next.renamed, ...renamed },
    fields: {},
    warnings: differs ? [...next.warnings, ownFieldsLost(next.organisation)] : next.warnings,
  });
}

const contradiction = (one: Contribution, other: Contribution): Problem =>
  problemOf(
    'name-taken',
    `${one.name} (${one.source}) and ${other.name} (${other.source}) would both be ${one.to}, and differ.`,
    {
      hint: 'Take the one that you want out of the export.',
    },
  );

const ownFieldsLost = (organisation: string) => ({
  code: 'organisation-ignored',
  path: ['owner_principal_id'],
  detail: `What organisation ${organisation} set besides versions was left out: the platform's own was taken.`,
});

const bare = (versions: readonly BackendVersion[], fields: Contribution['fields'] = {}): BackendDefinition => ({
  backend_name: 'x',
  ...fields,
  versions: [...versions],
});
const sameVersion = (a: BackendVersion, b: BackendVersion): boolean =>
  diffDefinitions(bare([a]), bare([b])).length === 0;
const sameFields = (a: Contribution, b: Contribution): boolean =>
  diffDefinitions(bare([], a.fields), bare([], b.fields)).length === 0;

function onTopOf(
  current: BackendDefinition | undefined,
  contributions: readonly Contribution[],
  { to, fields }: Contribution,
): BackendDefinition {
  const before = current?.versions ?? [];
  const added = new Map(contributions.flatMap(({ versions }) => versions.map((version) => [version.name, version])));
  const kept = before.map((version) => replaced(version, added.get(version.name)));
  const names = new Set(before.map(({ name }) => name));
  const env = { ...current?.default_env, ...fields.default_env };
  return {
    ...current,
    ...fields,
    backend_name: current?.backend_name ?? to,
    ...(Object.keys(env).length > 0 ? { default_env: env } : {}),
    versions: [...kept, ...[...added.values()].filter(({ name }) => !names.has(name))],
  };
}

/** What comes with a backend is never replaced, and deprecation here stays. */
function replaced(version: BackendVersion, by: BackendVersion | undefined): BackendVersion {
  if (!by || version.built_in) return version;
  return version.deprecated === undefined ? by : { deprecated: version.deprecated, ...by };
}
