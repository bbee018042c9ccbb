import { changesBetween, pseudoBackend } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  type BackendDefinition,
  type BackendEvent,
  type BackendFields,
  type BackendVersion,
  type Problem,
  type Result,
  type VersionFields,
} from '@enginehouse/contracts';
import { findVersion, type Backend, type LiveBackend } from './backend.js';
import { refusals } from './refusals.js';
import { valid, versionNameErrors } from './validity.js';
import { withVersionFields } from './versions.js';

/** What happens because of a command: events (none = nothing to change), or the reason why not. */
export type Decision = Result<readonly BackendEvent[], Problem>;

/** The pseudo-backend that has no versions: image and command come with each deployment. */
const isPseudo = ({ source, definition }: LiveBackend) =>
  source === 'built_in' && definition.backend_name === pseudoBackend;

/** Makes the definition of a backend another one, by the fewest events. */
const redefine = (backend: LiveBackend, wanted: BackendDefinition): Decision =>
  valid(backend, changesBetween(backend.definition, wanted));

/** The backend, where it can still be changed. */
export function live(state: Backend, name: string): Result<LiveBackend, Problem> {
  return state.status === 'live' ? ok(state) : err(refusals.backendNotFound(name));
}

export function describeBackend(state: Backend, command: { name: string; changes: BackendFields }): Decision {
  const backend = live(state, command.name);
  if (!backend.ok) return backend;
  const { definition } = backend.value;
  const set = Object.entries(command.changes).map(([field, value]) => [field, value ?? undefined]);
  return redefine(backend.value, { ...definition, ...Object.fromEntries(set) });
}

export interface AddVersion {
  readonly name: string;
  readonly version: BackendVersion;
  /** The version comes from where the backend comes from (the marketplace), so its name needs no suffix. */
  readonly upstream?: boolean;
}

export function addVersion(state: Backend, { name, version, upstream }: AddVersion): Decision {
  const backend = live(state, name);
  if (!backend.ok) return backend;
  const refusal = whyNotAdd(backend.value, version, upstream ?? false);
  return refusal ? err(refusal) : valid(backend.value, [{ type: 'VersionAdded', data: { version } }]);
}

/** Why a version cannot be added, apart from what is wrong with its own fields. */
export function whyNotAdd(backend: LiveBackend, version: BackendVersion, upstream: boolean): Problem | undefined {
  if (isPseudo(backend)) return refusals.noVersionsForCustom();
  if (version.built_in) return refusals.builtInMark(['version', 'built_in'], version.name);
  if (findVersion(backend, version.name)) return refusals.versionExists(backend, version.name);
  const errors = upstream ? [] : versionNameErrors(version.name, backend.source);
  return errors.length > 0 ? refusals.invalidDefinition(errors) : undefined;
}

export function changeVersion(state: Backend, command: { name: string; version: BackendVersion }): Decision {
  const found = changeable(state, command.name, command.version.name);
  if (!found.ok) return found;
  const { backend, version: current } = found.value;
  if (command.version.built_in) return err(refusals.builtInMark(['version', 'built_in'], command.version.name));
  return replaceVersion(backend, withDeprecationOf(current, command.version));
}

export interface EditVersion {
  readonly name: string;
  readonly version: string;
  readonly changes: VersionFields;
}

/** Changes a version field by field; what the change does not name stays, also what its writer has never heard of. */
export function editVersion(state: Backend, { name, version, changes }: EditVersion): Decision {
  const found = changeable(state, name, version);
  if (!found.ok) return found;
  return changeVersion(state, { name, version: withVersionFields(found.value.version, changes) });
}

/** A change that says nothing about deprecation keeps it. */
export function withDeprecationOf(current: BackendVersion | undefined, wanted: BackendVersion): BackendVersion {
  const deprecated = wanted.deprecated ?? current?.deprecated;
  return deprecated === undefined ? wanted : { ...wanted, deprecated };
}

function replaceVersion(backend: LiveBackend, version: BackendVersion): Decision {
  const { definition } = backend;
  const versions = definition.versions.map((each) => (each.name === version.name ? version : each));
  return redefine(backend, { ...definition, versions });
}

type VersionCommand = { readonly name: string; readonly version: string };

export function deprecateVersion(state: Backend, command: VersionCommand & { message: string }): Decision {
  const found = existing(state, command.name, command.version);
  if (!found.ok) return found;
  const { backend, version } = found.value;
  return replaceVersion(backend, { ...version, deprecated: command.message });
}

export function restoreVersion(state: Backend, command: VersionCommand): Decision {
  const found = existing(state, command.name, command.version);
  if (!found.ok) return found;
  const { deprecated: _restored, ...version } = found.value.version;
  return replaceVersion(found.value.backend, version);
}

export function removeVersion(state: Backend, command: VersionCommand): Decision {
  const found = changeable(state, command.name, command.version);
  if (!found.ok) return found;
  const { backend } = found.value;
  const { default_version: chosen, versions } = backend.definition;
  if (versions.length === 1) return err(refusals.lastVersion(backend, command.version));
  if (chosen === command.version) return err(refusals.defaultVersionInUse(backend, command.version));
  return ok([{ type: 'VersionRemoved', data: { version: command.version } }]);
}

export function setDefaultVersion(state: Backend, command: { name: string; version: string | null }): Decision {
  const backend = live(state, command.name);
  if (!backend.ok) return backend;
  const { version } = command;
  const refusal = version === null ? undefined : whyNotDefault(backend.value, version);
  if (refusal) return err(refusal);
  return redefine(backend.value, { ...backend.value.definition, default_version: version ?? undefined });
}

/** A default version that is hidden from new deployments would never be taken. */
function whyNotDefault(backend: LiveBackend, version: string): Problem | undefined {
  const found = findVersion(backend, version);
  if (!found) return refusals.versionNotFound(backend, version);
  const isNew = backend.definition.default_version !== version;
  return isNew && found.deprecated !== undefined ? refusals.deprecatedDefault(backend, version) : undefined;
}

export function deleteBackend(state: Backend, command: { name: string }): Decision {
  const backend = live(state, command.name);
  if (!backend.ok) return backend;
  const { source, definition } = backend.value;
  if (source === 'built_in') return err(refusals.cannotDeleteBuiltIn(definition.backend_name));
  return ok([{ type: 'BackendDeleted', data: {} }]);
}

interface Found {
  readonly backend: LiveBackend;
  readonly version: BackendVersion;
}

function existing(state: Backend, name: string, version: string): Result<Found, Problem> {
  const backend = live(state, name);
  if (!backend.ok) return backend;
  const found = findVersion(backend.value, version);
  return found ? ok({ backend: backend.value, version: found }) : err(refusals.versionNotFound(backend.value, version));
}

/** A version that is there and is the user's to change. */
function changeable(state: Backend, name: string, version: string): Result<Found, Problem> {
  const found = existing(state, name, version);
  if (!found.ok || !found.value.version.built_in) return found;
  return err(refusals.builtInVersion(found.value.backend, version));
}
