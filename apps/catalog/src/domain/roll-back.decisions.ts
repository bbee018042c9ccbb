import { isDeepStrictEqual } from 'node:util';
import { err, ok, type BackendDefinition, type BackendVersion } from '@enginehouse/contracts';
import { findVersion, type Backend, type LiveBackend } from './backend.js';
import type { Decision } from './backend.decisions.js';
import { refusals } from './refusals.js';
import { mergeableFields } from './seed.decisions.js';
import { valid } from './validity.js';

/** A backend at one of its revisions. */
export interface PastBackend {
  readonly revision: number;
  readonly state: Backend;
  /** What the releases of Enginehouse alone had made of it by then; what differs is a user's. */
  readonly shipped: Backend;
}

export interface RollBack {
  readonly name: string;
  /** The revision that was asked for; `past` is the backend at its own last one up to it. */
  readonly toRevision: number;
  readonly past: PastBackend;
  /** What the releases of Enginehouse alone have made of it by now. */
  readonly shipped: Backend;
}

/**
 * Makes the backend what it was, by one event that holds it whole; also a deleted one, whose name nobody else can have,
 * since the name is the stream.
 */
export function rollBack(state: Backend, command: RollBack): Decision {
  const { name, toRevision, past } = command;
  if (state.status === 'absent') return err(refusals.backendNotFound(name));
  if (past.state.status !== 'live') return err(refusals.nothingToRestore(name, toRevision));
  if (isBuiltIn(state) && !isBuiltIn(past.state)) return err(refusals.notBuiltInThen(name, toRevision));
  const restored = isBuiltIn(state) ? withUserPart(state, past.state, command) : past.state;
  if (state.status === 'live' && isSame(state, restored)) return ok([]);
  const { source, definition, applySet } = restored;
  const data = { toRevision: past.revision, source, definition, ...(applySet === undefined ? {} : { applySet }) };
  return valid(state, [{ type: 'BackendRolledBack', data }]);
}

const isBuiltIn = (state: Backend): state is LiveBackend => state.status === 'live' && state.source === 'built_in';

const isSame = (a: LiveBackend, b: LiveBackend): boolean => isDeepStrictEqual(compared(a), compared(b));

/** A field that is undefined is the same as none. */
const compared = ({ source, definition, applySet }: LiveBackend): unknown =>
  JSON.parse(JSON.stringify({ source, definition, applySet }));

/** What comes with Enginehouse stays as this release brings it; what users made of it and added goes back. */
function withUserPart(now: LiveBackend, was: LiveBackend, { past, shipped }: RollBack): LiveBackend {
  const before = definitionOf(past.shipped, was);
  const current = definitionOf(shipped, now);
  const fields = mergeableFields.map((field) => [
    field,
    isDeepStrictEqual(was.definition[field], before[field]) ? current[field] : was.definition[field],
  ]);
  const builtIn = now.definition.versions.filter((version) => version.built_in);
  const versions = [
    ...builtIn.map((version) => withDeprecation(version, deprecationOf(version, { was, before, current }))),
    ...was.definition.versions.filter((version) => !version.built_in),
  ];
  const definition = { ...now.definition, ...Object.fromEntries(fields), versions } as BackendDefinition;
  return { ...now, definition };
}

const definitionOf = (shipped: Backend, otherwise: LiveBackend): BackendDefinition =>
  shipped.status === 'live' ? shipped.definition : otherwise.definition;

interface Pasts {
  readonly was: LiveBackend;
  readonly before: BackendDefinition;
  readonly current: BackendDefinition;
}

/** A built-in version is deprecated as a user had it then, and otherwise as this release brings it. */
function deprecationOf(version: BackendVersion, { was, before, current }: Pasts): string | undefined {
  const named = ({ name }: BackendVersion) => name === version.name;
  const past = findVersion(was, version.name);
  const shipped = current.versions.find(named) ?? version;
  const byUser = past !== undefined && past.deprecated !== before.versions.find(named)?.deprecated;
  return byUser ? past.deprecated : shipped.deprecated;
}

function withDeprecation({ deprecated: _now, ...version }: BackendVersion, deprecated: string | undefined) {
  return deprecated === undefined ? version : { ...version, deprecated };
}
