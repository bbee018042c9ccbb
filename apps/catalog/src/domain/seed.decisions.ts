import { isDeepStrictEqual } from 'node:util';
import { changesBetween } from '@enginehouse/backend-spec';
import { backendFields, err, ok, type BackendDefinition, type BackendVersion } from '@enginehouse/contracts';
import { findVersion, type Backend, type LiveBackend } from './backend.js';
import type { Decision } from './backend.decisions.js';
import { refusals } from './refusals.js';

/** What Enginehouse writes on a built-in version that it no longer brings along. */
export const noLongerShipped = 'No longer comes with Enginehouse.';

export interface SeedBuiltIn {
  /** Every version in it is marked `built_in`. */
  readonly definition: BackendDefinition;
  /** The backend as earlier seeding alone left it: what differs from it is a user's edit, and stays. */
  readonly seeded: Backend;
}

/** Brings a built-in backend to what this release ships, without touching what users changed or added. */
export function seedBuiltIn(state: Backend, { definition, seeded }: SeedBuiltIn): Decision {
  if (state.status !== 'live') return ok([{ type: 'BackendRegistered', data: { source: 'built_in', definition } }]);
  if (state.source !== 'built_in') {
    return err(refusals.nameTaken(definition.backend_name, state.definition.backend_name));
  }
  const before = seeded.status === 'live' ? seeded.definition : definition;
  const wanted = { ...mergedFields(state.definition, before, definition), versions: mergedVersions(state, definition) };
  return ok(changesBetween(state.definition, wanted));
}

/** The fields of a backend that follow the release where no user changed them. */
export const mergeableFields = [
  ...Object.keys(backendFields.shape),
  'default_version',
] as readonly (keyof BackendDefinition)[];

/** A field follows the release where the release changed it and no user did. */
function mergedFields(
  current: BackendDefinition,
  before: BackendDefinition,
  wanted: BackendDefinition,
): BackendDefinition {
  const follows = (field: keyof BackendDefinition) =>
    !isDeepStrictEqual(wanted[field], before[field]) && isDeepStrictEqual(current[field], before[field]);
  const followed = mergeableFields.filter(follows).map((field) => [field, wanted[field]]);
  return { ...current, ...Object.fromEntries(followed) };
}

/** The release's versions in its order, then what it no longer ships but may be in use, then the users' own. */
function mergedVersions(backend: LiveBackend, wanted: BackendDefinition): BackendVersion[] {
  const shipped = new Set(wanted.versions.map((version) => version.name));
  const others = backend.definition.versions.filter((version) => !shipped.has(version.name));
  return [
    ...wanted.versions.map((version) => stillDeprecated(version, findVersion(backend, version.name))),
    ...others.filter((version) => version.built_in).map((version) => ({ deprecated: noLongerShipped, ...version })),
    ...others.filter((version) => !version.built_in),
  ];
}

/** What a user deprecated stays so; what a release dropped and the next one brings back is offered again. */
function stillDeprecated(version: BackendVersion, current: BackendVersion | undefined): BackendVersion {
  const deprecated = current?.deprecated;
  return deprecated === undefined || deprecated === noLongerShipped ? version : { ...version, deprecated };
}
