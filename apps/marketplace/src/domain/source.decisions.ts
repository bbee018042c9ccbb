import { isDeepStrictEqual } from 'node:util';
import {
  builtInSource,
  err,
  ok,
  type LocationChange,
  type Problem,
  type Result,
  type SourceChanges,
  type SourceEvent,
  type SourceLocation,
  type TrustedKey,
  type UpdatePolicy,
} from '@enginehouse/contracts';
import { changedLocation } from './changed-location.js';
import { withoutIdleWindow } from './idle-window.js';
import { sourceRefusals } from './source-refusals.js';
import type { LiveSource, Source } from './source.js';

/** What happens because of a command: events (none = nothing to change), or the reason why not. */
export type SourceDecision = Result<readonly SourceEvent[], Problem>;

/** The source, where there is one. */
export const liveSource = (state: Source, name: string): Result<LiveSource, Problem> =>
  state.status === 'live' ? ok(state) : err(sourceRefusals.notFound(name));

export interface AddSource {
  readonly name: string;
  readonly location: SourceLocation;
  readonly internal: boolean;
  readonly strict: boolean;
  readonly keys: readonly TrustedKey[];
  readonly everySeconds: number;
  readonly policy: UpdatePolicy;
}

export function addSource(state: Source, { name, keys, ...settings }: AddSource): SourceDecision {
  if (state.status === 'live') return err(sourceRefusals.nameTaken(name));
  if ((settings.location.kind === 'builtin') !== (name === builtInSource)) {
    return err(name === builtInSource ? sourceRefusals.nameTaken(name) : sourceRefusals.onlyOneBuiltIn(name));
  }
  const policy = withoutIdleWindow(settings.policy);
  if (!policy.ok) return policy;
  return ok([{ type: 'SourceAdded', data: { ...settings, keys: [...keys], paused: false } }]);
}

/** What of the built-in source follows from its being that. */
const fixedOfBuiltIn = ['location', 'internal', 'strict'] as const;

/** The fields that change, as they are afterwards. */
type Changed = Extract<SourceEvent, { type: 'SourceChanged' }>['data']['changes'];

export function changeSource(state: Source, name: string, changes: SourceChanges): SourceDecision {
  const source = liveSource(state, name);
  if (!source.ok) return source;
  const refused = fixedOfBuiltIn.filter(
    (field) => changes[field] !== undefined && !isDeepStrictEqual(changes[field], source.value[field]),
  );
  if (name === builtInSource && refused.length > 0) return err(sourceRefusals.keepsItsTerms(name, refused));
  const moved = movedTo(source.value, changes.location);
  if (!moved.ok) return moved;
  const policy = withoutIdleWindow(isDeepStrictEqual(changes.policy, source.value.policy) ? null : changes.policy);
  if (!policy.ok) return policy;
  const wanted: Changed = { ...changes, location: moved.value };
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(value, source.value[field as keyof Changed]),
    ),
  ) as Changed;
  return ok(Object.keys(changed).length > 0 ? [{ type: 'SourceChanged', data: { changes: changed } }] : []);
}

function movedTo({ name, location }: LiveSource, change: LocationChange | undefined): Result<SourceLocation, Problem> {
  if (change === undefined) return ok(location);
  const isOther = change.kind === 'builtin' && name !== builtInSource;
  return isOther ? err(sourceRefusals.onlyOneBuiltIn(name)) : changedLocation(name, location, change);
}

export function trustKey(state: Source, name: string, key: TrustedKey): SourceDecision {
  const source = liveSource(state, name);
  if (!source.ok) return source;
  if (name === builtInSource) return err(sourceRefusals.keepsItsTerms(name, ['keys']));
  const known = source.value.keys.some((each) => each.key === key.key);
  return ok(known ? [] : [{ type: 'SourceKeyTrusted', data: { key } }]);
}

export function distrustKey(state: Source, name: string, id: string): SourceDecision {
  const source = liveSource(state, name);
  if (!source.ok) return source;
  const known = source.value.keys.find((key) => bareId(key.id) === bareId(id) || key.key === id);
  return known
    ? ok([{ type: 'SourceKeyDistrusted', data: { id: known.id } }])
    : err(sourceRefusals.keyNotFound(name, id));
}

/** The id as a number: minisign prints no zeros in front of it, people and other tools do. */
const bareId = (id: string): string => id.toUpperCase().replace(/^0+/, '');

export interface RemoveSource {
  readonly name: string;
  /** Names of its entries that are enabled. */
  readonly enabled: readonly string[];
  readonly keepEnabled: boolean;
}

export function removeSource(state: Source, { name, enabled, keepEnabled }: RemoveSource): SourceDecision {
  const source = liveSource(state, name);
  if (!source.ok) return source;
  if (name === builtInSource) return err(sourceRefusals.staysBuiltIn(name));
  if (enabled.length > 0 && !keepEnabled) return err(sourceRefusals.inUse(name, enabled));
  return ok([{ type: 'SourceRemoved', data: {} }]);
}
