import { changesBetween } from '@enginehouse/backend-spec';
import {
  err,
  type BackendDefinition,
  type BackendEvent,
  type BackendFields,
  type BackendSource,
  type BackendVersion,
  type Problem,
} from '@enginehouse/contracts';
import { findVersion, fold, type Backend, type LiveBackend } from './backend.js';
import { whyNotAdd, withDeprecationOf, type Decision } from './backend.decisions.js';
import { refusals } from './refusals.js';
import { sameApartFromDeprecation } from './versions.js';
import { valid, versionNameErrors } from './validity.js';

export interface RegisterBackend {
  readonly definition: BackendDefinition;
  readonly source: Exclude<BackendSource, 'built_in'>;
  /** The set of documents that it is made by, where there is one. */
  readonly applySet?: string | undefined;
}

/** A deleted backend's name is free again; registering it continues its stream. */
export function registerBackend(state: Backend, { definition, source, applySet }: RegisterBackend): Decision {
  if (state.status === 'live') {
    return err(refusals.nameTaken(definition.backend_name, state.definition.backend_name, state.source === 'built_in'));
  }
  const marked = definition.versions.findIndex((version) => version.built_in);
  if (marked >= 0)
    return err(refusals.builtInMark(['versions', marked, 'built_in'], definition.versions[marked]?.name ?? ''));
  const owner = applySet === undefined ? {} : { applySet };
  return valid(state, [{ type: 'BackendRegistered', data: { source, definition, ...owner } }]);
}

export interface ApplyBackend {
  readonly definition: BackendDefinition;
  /** Fields that the input format cannot express: left out, they stay as they are. */
  readonly keep?: readonly (keyof BackendFields)[];
  /** The definition comes from the marketplace: new versions need no suffix, and it says all there is to say of deprecation. */
  readonly upstream?: boolean;
  /** Counts where this makes the backend; one that is there keeps the owner it has. */
  readonly applySet?: string | undefined;
}

/** Makes the backend what the definition says, by the fewest events; deprecation that a user does not mention stays. */
export function applyBackend(state: Backend, command: ApplyBackend): Decision {
  const { definition, applySet } = command;
  if (state.status !== 'live') return registerBackend(state, { definition, source: 'custom', applySet });
  if (state.definition.backend_name !== definition.backend_name) {
    return err(refusals.nameImmutable(definition.backend_name, state.definition.backend_name));
  }
  const wanted = merged(state, command);
  const refusal = whyNotApply(state, command) ?? whyNotSilent(state, definition, wanted);
  return refusal ? err(refusal) : valid(state, changesBetween(state.definition, wanted));
}

/** A default version that stays because the document is silent about it cannot be removed by the same silence. */
function whyNotSilent(backend: LiveBackend, silent: BackendDefinition, wanted: BackendDefinition): Problem | undefined {
  const { default_version: kept } = wanted;
  if (kept === undefined || silent.default_version !== undefined) return undefined;
  const stays = wanted.versions.some(({ name }) => name === kept);
  return stays ? undefined : refusals.defaultVersionInUse(backend, kept);
}

function whyNotApply(backend: LiveBackend, { definition, upstream }: ApplyBackend): Problem | undefined {
  const seen = new Set<string>();
  for (const [index, version] of definition.versions.entries()) {
    const path = ['versions', index];
    if (seen.has(version.name)) return refusals.duplicateVersion(version.name, [...path, 'name']);
    seen.add(version.name);
    const current = findVersion(backend, version.name);
    const refusal = current
      ? whyNotReplace(backend, current, version)
      : (whyNotAdd(backend, version, true) ?? whyNotNamed(backend, version, path, upstream ?? false));
    if (refusal) return refusal;
  }
  return undefined;
}

function whyNotReplace(backend: LiveBackend, current: BackendVersion, wanted: BackendVersion): Problem | undefined {
  const changed = current.built_in
    ? !sameApartFromDeprecation(current, { ...wanted, built_in: true })
    : wanted.built_in;
  return changed ? refusals.builtInVersion(backend, wanted.name) : undefined;
}

function whyNotNamed(
  backend: LiveBackend,
  version: BackendVersion,
  path: readonly (string | number)[],
  upstream: boolean,
): Problem | undefined {
  const errors = upstream ? [] : versionNameErrors(version.name, backend.source, [...path]);
  return errors.length > 0 ? refusals.invalidDefinition(errors) : undefined;
}

/** What the backend becomes: the definition, and what it cannot or need not say. */
function merged(backend: LiveBackend, command: ApplyBackend): BackendDefinition {
  const { definition, upstream } = command;
  const current = backend.definition;
  const named = new Map(definition.versions.map((version) => [version.name, version]));
  const builtIn = current.versions.filter((version) => version.built_in);
  const own = definition.versions.filter((version) => !findVersion(backend, version.name)?.built_in);
  const versions = [
    ...builtIn.map((version) => withDeprecationOf(version, { ...version, ...deprecation(named.get(version.name)) })),
    ...own.map((version) => (upstream ? version : withDeprecationOf(findVersion(backend, version.name), version))),
  ];
  return { ...definition, ...kept(backend, command), versions };
}

/** What stays although the document does not name it. A user writes only the own part of a built-in backend, so there everything does. */
function kept(backend: LiveBackend, { definition, keep = [] }: ApplyBackend): Partial<BackendDefinition> {
  const current = backend.definition;
  const fields = backend.source === 'built_in' ? (Object.keys(current) as (keyof BackendDefinition)[]) : keep;
  return Object.fromEntries(
    fields.filter((field) => definition[field] === undefined).map((field) => [field, current[field]]),
  );
}

const deprecation = (version: BackendVersion | undefined): { deprecated?: string } =>
  version?.deprecated === undefined ? {} : { deprecated: version.deprecated };

/** What somebody would miss: a whole backend, or some of its versions. */
export interface TakenAway {
  readonly backend: boolean;
  readonly versions: readonly string[];
}

/** What would not be there any more after these events, whatever their types: what has to be free of deployments. */
export function takenAway(before: Backend, events: readonly BackendEvent[]): TakenAway {
  if (before.status !== 'live') return { backend: false, versions: [] };
  const after = fold(events, before);
  if (after.status !== 'live') return { backend: true, versions: [] };
  const names = before.definition.versions.map(({ name }) => name);
  return { backend: false, versions: names.filter((name) => !findVersion(after, name)) };
}
