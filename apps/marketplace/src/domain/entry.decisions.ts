import { isDeepStrictEqual } from 'node:util';
import { err, ok, type BackendDefinition, type EntryEvent, type EntryPlan } from '@enginehouse/contracts';
import type { Problem, Result, UpdatePolicy } from '@enginehouse/contracts';
import { entryRefusals } from './entry-refusals.js';
import type { EnabledBackend, Entry } from './entry.js';
import { withoutIdleWindow } from './idle-window.js';
import { changedVersions } from './changed-versions.js';

/** What happens because of a command: events (none = nothing to change), or the reason why not. */
export type EntryDecision = Result<readonly EntryEvent[], Problem>;

/** The backend of an entry, where it has one. */
export const enabledBackend = (
  { backend }: Entry,
  { source, name }: { readonly source: string; readonly name: string },
): Result<EnabledBackend, Problem> =>
  backend.status === 'enabled' ? ok(backend) : err(entryRefusals.notEnabled(source, name));

/** Says what the catalog is going to be asked. One change at a time: the one before has to have ended. */
export function beginChange(state: Entry, name: string, command: string, plan: EntryPlan): EntryDecision {
  if (state.pending) return state.pending.command === command ? ok([]) : err(entryRefusals.busy(name));
  return ok([{ type: 'EntryChangeBegun', data: { change: plan.kind, command, plan } }]);
}

/** The catalog has refused it, or it was given up. */
export function abandonChange(state: Entry, command: string, { code, detail }: Problem): EntryDecision {
  if (state.pending?.command !== command) return ok([]);
  return ok([{ type: 'EntryChangeAbandoned', data: { command, code, detail: detail.slice(0, 2000) } }]);
}

/** The catalog has done it; `catalogRevision` is the backend's revision after it. */
export function endChange(state: Entry, command: string, catalogRevision: number): EntryDecision {
  const { pending } = state;
  return ok(pending?.command === command ? [endOf(pending.plan, catalogRevision)] : []);
}

function endOf(plan: EntryPlan, catalogRevision: number): EntryEvent {
  switch (plan.kind) {
    case 'enable': {
      const { kind: _kind, differing: _differing, ...data } = plan;
      return { type: 'EntryEnabled', data: { ...data, catalogRevision } };
    }
    case 'update': {
      const { kind: _kind, differing: _d, name: _name, expectedRevision: _e, offeredHash: _hash, ...data } = plan;
      return { type: 'EntryUpdated', data: { ...data, catalogRevision } };
    }
    case 'disable':
      return { type: 'EntryDisabled', data: { yours: plan.yours, catalogRevision } };
  }
}

export function setPolicy(
  state: Entry,
  { source, name, policy }: { readonly source: string; readonly name: string; readonly policy: UpdatePolicy | null },
): EntryDecision {
  const backend = enabledBackend(state, { source, name });
  if (!backend.ok) return backend;
  if (isDeepStrictEqual(policy, state.policy)) return ok([]);
  const usable = withoutIdleWindow(policy);
  return usable.ok ? ok([{ type: 'EntryPolicySet', data: { policy } }]) : usable;
}

/** Its backend is gone, though nobody disabled it here. `lastSeen` is the state that the catalog was asked about. */
export function recordLoss(state: Entry, lastSeen: EnabledBackend, yours: BackendDefinition): EntryDecision {
  const { backend, pending } = state;
  const isSame = backend.status === 'enabled' && backend.catalogRevision === lastSeen.catalogRevision;
  if (!isSame || pending) return ok([]);
  return ok([{ type: 'EntryDisabled', data: { yours, catalogRevision: lastSeen.catalogRevision } }]);
}

/** What an entry had taken over, and the revision of the backend after that. */
export type Taken = Pick<EnabledBackend, 'upstream' | 'provenance' | 'digests' | 'catalogRevision'>;

/** A backend that came back: by which name, what its entry had taken over then, and the revision at which it came back. */
export interface ReturnedBackend {
  readonly name: string;
  readonly taken: Taken;
  readonly catalogRevision: number;
}

/** Its backend is there again, though nobody enabled it here. */
export function recordReturn({ name, taken, catalogRevision }: ReturnedBackend, state: Entry): EntryDecision {
  const { backend, pending } = state;
  const isLost = backend.status === 'disabled' && backend.catalogRevision < catalogRevision;
  if (!isLost || pending) return ok([]);
  const { upstream, provenance, digests } = taken;
  const data = { name, upstream, provenance, digests: [...digests], catalogRevision, restored: true, keptYours: [] };
  return ok([{ type: 'EntryEnabled', data }]);
}

/** What its source offers now; null where it does not offer it. */
export type OfferNow = { readonly contentHash: string; readonly definition: BackendDefinition } | null;

/** What a sync means for an entry: told once for each content, and never of one that is not enabled. */
export function followSource(state: Entry, offer: OfferNow): EntryDecision {
  const { backend, withdrawn, offered } = state;
  if (backend.status !== 'enabled') return ok([]);
  if (!offer) return ok(withdrawn ? [] : [{ type: 'EntryWithdrawn', data: {} }]);
  const { contentHash, definition } = offer;
  const returned: readonly EntryEvent[] = withdrawn ? [{ type: 'EntryReturned', data: {} }] : [];
  const isKnown = contentHash === backend.provenance.contentHash || offered.includes(contentHash);
  if (isKnown) return ok(returned);
  const data = { contentHash, ...changedVersions(backend.upstream, definition) };
  return ok([...returned, { type: 'EntryUpdateOffered', data }]);
}
