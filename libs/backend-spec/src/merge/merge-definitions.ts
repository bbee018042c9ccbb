import type {
  BackendDefinition,
  BackendVersion,
  MergeDecision,
  MergeField,
  WithdrawnVersion,
} from '@enginehouse/contracts';
import { describedFields } from '../diff/definition-fields.js';
import { byVersion } from '../versions/by-version.js';
import { mergeMap } from './merge-map.js';
import { placedInto } from './merge-order.js';
import { defined } from './merge-version.js';
import { mergeVersions, type MergedVersions, type VersionFacts } from './merge-versions.js';
import { decidedBy, fieldOf, mergeWhole, part, pathKey, type Decided, type Sides } from './three-way.js';

/** What is to be merged: upstream as it was taken over, upstream as it is now, and what it became here. */
export interface MergeRequest {
  readonly base: BackendDefinition;
  readonly upstream: BackendDefinition;
  readonly yours: BackendDefinition;
  /** The deployments that use a version; a version that is in use is not removed. */
  readonly inUse: (version: string) => readonly string[];
  /** Why a version that nothing is known to use is not to be removed all the same. */
  readonly keepReason?: (version: string) => string | undefined;
  readonly decisions?: readonly MergeDecision[];
  /** What an outcome before this one let go; see there. */
  readonly letGo?: readonly BackendVersion[] | undefined;
  /** What a version is marked with that upstream withdrew and that stays; see `withdrawnMark`. */
  readonly mark: string;
}

/** What a merge leads to. */
export interface MergeOutcome {
  /** Every field in which the three differ. */
  readonly fields: readonly MergeField[];
  /** The conflicts that nobody has decided. */
  readonly conflicts: readonly MergeField[];
  /** Null while a conflict is undecided. */
  readonly merged: BackendDefinition | null;
  /** What to compare with next time: upstream as it is now, and the versions it withdrew that stayed, as it had them. */
  readonly nextBase: BackendDefinition;
  readonly addedVersions: readonly string[];
  readonly withdrawnVersions: readonly WithdrawnVersion[];
  /** Withdrawn versions that were changed here, that were decided to go, and that stayed; without their mark. */
  readonly letGo: readonly BackendVersion[];
  /** Decisions about what is no conflict. */
  readonly needless: readonly MergeDecision[];
}

/**
 * Merges three definitions of one backend field by field. What only one side changed is taken; what both changed
 * differently is a conflict, which only a decision ends. The name is that of yours.
 */
export function mergeDefinitions(request: MergeRequest): MergeOutcome {
  const { upstream, yours, decisions = [] } = request;
  const decided = decidedBy(decisions);
  const described = describedFields.map((field) => ({ field, ...mergeDescribed(field, request, decided) }));
  const { versions, defaultVersion } = mergeChoices(request, decided);
  const fields = [...described.flatMap((each) => each.fields), ...defaultVersion.fields, ...versions.fields];
  const conflicts = undecided(fields, decided);
  const values = Object.fromEntries(described.map(({ field, value }) => [field, value]));
  const merged = {
    backend_name: yours.backend_name,
    ...values,
    default_version: defaultVersion.value,
    versions: versions.versions,
  };
  const had = new Set(yours.versions.map(({ name }) => name));
  const conflicting = new Set(fields.filter(({ kind }) => kind === 'conflict').map(({ path }) => pathKey(path)));
  return {
    fields,
    conflicts,
    merged: conflicts.length > 0 ? null : (defined(merged) as BackendDefinition),
    nextBase: { ...upstream, versions: withKept(upstream.versions, versions) },
    addedVersions: versions.versions.flatMap(({ name }) => (had.has(name) ? [] : [name])).toSorted(byVersion),
    withdrawnVersions: versions.withdrawn,
    letGo: versions.letGo,
    needless: decisions.filter(({ path }) => !conflicting.has(pathKey(path))),
  };
}

/** What stayed stands where it stands in the result: nobody has moved it. */
function withKept(upstream: readonly BackendVersion[], { versions, kept }: MergedVersions): BackendVersion[] {
  const byName = new Map([...upstream, ...kept].map((version) => [version.name, version]));
  const order = placedInto(
    upstream.map(({ name }) => name),
    versions.map(({ name }) => name).filter((name) => byName.has(name)),
  );
  return order.flatMap((name) => byName.get(name) ?? []);
}

const undecided = (fields: readonly MergeField[], decided: Decided): readonly MergeField[] =>
  fields.filter(({ kind, path }) => kind === 'conflict' && decided(path) === undefined);

const mergeDescribed = (field: (typeof describedFields)[number], sides: Sides<BackendDefinition>, decided: Decided) =>
  field === 'default_env'
    ? mergeMap([field], part(sides, field), decided)
    : mergeWhole<unknown>([field], part(sides, field), decided);

interface Choices {
  readonly versions: MergedVersions;
  readonly defaultVersion: { readonly value: string | undefined; readonly fields: readonly MergeField[] };
}

const defaultReason = 'it is the default version; choose another default, and update again to remove it';
const lastReason = 'it is the last version there is; add another one, and update again to remove it';

/** The versions and the default among them: a default needs its version, and a backend needs at least one. */
function mergeChoices(request: MergeRequest, decided: Decided): Choices {
  const { inUse, keepReason, letGo = [], mark } = request;
  const facts: VersionFacts = { decided, inUse, keepReason, letGo, mark, needed: new Map() };
  const wanted = mergeWhole(['default_version'], part(request, 'default_version'), decided);
  const needs = (needed: VersionFacts['needed']) => mergeVersions(request, { ...facts, needed });
  const first = needs(facts.needed);
  const isRemoved = first.withdrawn.some(({ version, outcome }) => version === wanted.value && outcome === 'removed');
  const byDefault = isRemoved && wanted.value !== undefined ? needs(new Map([[wanted.value, defaultReason]])) : first;
  const isEmpty = byDefault.versions.length === 0;
  const last = new Map(byDefault.withdrawn.map(({ version }) => [version, lastReason]));
  const versions = isEmpty ? needs(last) : byDefault;
  return { versions, defaultVersion: fitting(wanted, versions, request, decided) };
}

/** A default version that is not there cannot be taken; then yours stays, or none. */
function fitting(
  wanted: Choices['defaultVersion'],
  { versions, fields }: MergedVersions,
  sides: Sides<BackendDefinition>,
  decided: Decided,
): Choices['defaultVersion'] {
  const isThere = (name: string | undefined) => versions.some((version) => version.name === name);
  const { value } = wanted;
  if (value === undefined || isThere(value) || undecided([...fields, ...wanted.fields], decided).length > 0)
    return wanted;
  const yours = sides.yours?.default_version;
  const result = isThere(yours) ? yours : undefined;
  const note = `the version ${JSON.stringify(value)} is not there`;
  const field = fieldOf(['default_version'], wanted.fields[0]?.kind ?? 'yours', part(sides, 'default_version'), {
    result,
    note,
  });
  return { value: result, fields: [field] };
}
