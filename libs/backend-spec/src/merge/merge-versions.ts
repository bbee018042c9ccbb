import type { BackendDefinition, BackendVersion, MergeField, WithdrawnVersion } from '@enginehouse/contracts';
import { sameValue } from '../diff/same-value.js';
import { byVersion } from '../versions/by-version.js';
import { mergeOrder, isMoved } from './merge-order.js';
import { mergeVersion } from './merge-version.js';
import { fieldOf, mergeWhole, type Decided, type Sides } from './three-way.js';
import { isWithdrawnMark, withoutMark } from './withdrawn-mark.js';

/** What the fate of a version depends on beside the three definitions. */
export interface VersionFacts {
  readonly decided: Decided;
  /** The deployments that use a version. */
  readonly inUse: (version: string) => readonly string[];
  /** Why a version that nothing is known to use stays all the same. */
  readonly keepReason: ((version: string) => string | undefined) | undefined;
  /** Versions as they were changed here when it was decided that they go. */
  readonly letGo: readonly BackendVersion[];
  /** What a version is marked with that is withdrawn but stays. */
  readonly mark: string;
  /** Withdrawn versions that stay although nothing uses them, with the reason. */
  readonly needed: ReadonlyMap<string, string>;
}

/** What becomes of the versions. */
export interface MergedVersions {
  readonly versions: readonly BackendVersion[];
  readonly fields: readonly MergeField[];
  readonly withdrawn: readonly WithdrawnVersion[];
  /** Withdrawn versions that stay, as upstream had them: the base to compare with next time. */
  readonly kept: readonly BackendVersion[];
  /** Those of them that were changed here, as they are here, without their mark: it was decided that they go. */
  readonly letGo: readonly BackendVersion[];
}

interface Fate {
  readonly version: BackendVersion | undefined;
  readonly fields: readonly MergeField[];
  readonly withdrawn?: WithdrawnVersion;
  readonly kept?: BackendVersion;
  readonly letGo?: BackendVersion | undefined;
}

/** Merges the lists of versions, by name. */
export function mergeVersions(sides: Sides<BackendDefinition>, facts: VersionFacts): MergedVersions {
  const named = { base: byName(sides.base), upstream: byName(sides.upstream), yours: byName(sides.yours) };
  const names = { base: namesOf(sides.base), upstream: namesOf(sides.upstream), yours: namesOf(sides.yours) };
  const fates = mergeOrder(names).map((name) => {
    const version = { base: named.base.get(name), upstream: named.upstream.get(name), yours: named.yours.get(name) };
    return { name, ...fateOf(name, version, facts) };
  });
  // Who reads finds a version in the same place, however the three sides have declared them.
  const sorted = fates.toSorted((one, other) => byVersion(one.name, other.name));
  return {
    versions: fates.flatMap(({ version }) => version ?? []),
    fields: [...sorted.flatMap(({ fields }) => fields), ...orderField(names)],
    withdrawn: sorted.flatMap(({ withdrawn }) => withdrawn ?? []),
    kept: fates.flatMap(({ kept }) => kept ?? []),
    letGo: fates.flatMap(({ letGo }) => letGo ?? []),
  };
}

const byName = (definition: BackendDefinition | undefined): ReadonlyMap<string, BackendVersion> =>
  new Map(definition?.versions.map((version) => [version.name, version]));

const namesOf = (definition: BackendDefinition | undefined): readonly string[] =>
  definition?.versions.map(({ name }) => name) ?? [];

function fateOf(name: string, sides: Sides<BackendVersion>, facts: VersionFacts): Fate {
  const path = ['versions', name];
  const { base, upstream, yours } = sides;
  // A version that both added is no field-by-field matter: what one of them left out, it meant to be without.
  const wasThere = base !== undefined || isWithdrawnMark(yours?.deprecated);
  if (upstream && yours && wasThere) {
    const { value, fields } = mergeVersion(path, { base, upstream, yours }, facts.decided);
    return { version: value, fields };
  }
  if (!upstream && base && yours) return goneFate(name, { base, yours }, facts);
  const { value, fields } = mergeWhole(path, sides, facts.decided);
  return { version: value, fields };
}

interface Withdrawn {
  readonly base: BackendVersion;
  readonly yours: BackendVersion;
}

/** Who edits a version after that, or takes its mark away, has changed his mind perhaps: he is asked again. */
const wasLetGo = ({ base, yours }: Withdrawn, { letGo }: VersionFacts): boolean =>
  isWithdrawnMark(yours.deprecated) && letGo.some((version) => sameValue(version, withoutMark(yours, base)));

/** Upstream does not have it any more. A mark is nobody's edit, so it is not compared; what is shown is what is here. */
function goneFate(name: string, { base, yours }: Withdrawn, facts: VersionFacts): Fate {
  const path = ['versions', name];
  const sides = { base, upstream: undefined, yours };
  if (wasLetGo(sides, facts)) return withdrawnFate(name, sides, facts, [fieldOf(path, 'upstream', sides)]);
  const unmarked = { ...sides, yours: withoutMark(yours, base) };
  const { value, fields: compared } = mergeWhole(path, unmarked, facts.decided);
  const fields = compared.map((field) => ({ ...field, yours }));
  return value === undefined ? withdrawnFate(name, sides, facts, fields) : { version: value, fields };
}

/** Upstream does not have it any more, and nobody here has made it his own, or he let it go. */
function withdrawnFate(
  name: string,
  { base, yours }: Withdrawn,
  facts: VersionFacts,
  fields: readonly MergeField[],
): Fate {
  const usedBy = [...facts.inUse(name)];
  const reason = usedBy.length > 0 ? usedByText(usedBy.length) : (facts.keepReason?.(name) ?? facts.needed.get(name));
  if (reason === undefined) {
    const withdrawn = { version: name, usedBy, outcome: 'removed', reason: 'no deployment uses it' } as const;
    return { version: undefined, fields, withdrawn };
  }
  const version = isWithdrawnMark(yours.deprecated) ? yours : { ...yours, deprecated: facts.mark };
  const [was] = fields;
  const note = [...(was?.note === undefined ? [] : [was.note]), `stays: ${reason}`].join('; ');
  const sides = { base, upstream: undefined, yours };
  const field = fieldOf(['versions', name], was?.kind ?? 'upstream', sides, { result: version, note });
  const here = withoutMark(version, base);
  return {
    version,
    fields: [field],
    withdrawn: { version: name, usedBy, outcome: 'kept', reason },
    kept: base,
    letGo: sameValue(here, base) ? undefined : here,
  };
}

const usedByText = (count: number): string => (count === 1 ? 'a deployment uses it' : `${count} deployments use it`);

/** That versions moved, where they did. Whose order holds is no conflict: yours does, and the field says so. */
function orderField(names: Sides<readonly string[]>): readonly MergeField[] {
  const { base = [], upstream = [], yours = [] } = names;
  const movedHere = isMoved(base, yours);
  const movedThere = isMoved(base, upstream);
  if (!movedHere && !movedThere) return [];
  if (!movedHere) return [fieldOf(['versions'], 'upstream', names, { result: upstream })];
  if (!movedThere) return [fieldOf(['versions'], 'yours', names, { result: yours })];
  if (!isMoved(upstream, yours)) return [fieldOf(['versions'], 'same', names, { result: yours })];
  return [fieldOf(['versions'], 'yours', names, { result: yours, note: 'upstream has another order; yours stays' })];
}
