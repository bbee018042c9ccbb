import type {
  BackendDefinition,
  BackendVersion,
  EntryEvent,
  EntryPlan,
  EventMeta,
  Provenance,
  RecordedDigest,
  RecordedEvent,
  UpdatePolicy,
} from '@enginehouse/contracts';
import { isLasting } from './lasting-refusals.js';

/** An entry as its events tell it; what its source offers is none of it. */
export interface Entry {
  readonly backend: EntryBackend;
  /** A change that was begun, and of which nobody has said yet how it ended. */
  readonly pending: PendingChange | null;
  readonly policy: UpdatePolicy | null;
  /** The source does not offer it any more. */
  readonly withdrawn: boolean;
  /** When that was seen. */
  readonly withdrawnAt: string | null;
  /** The contents of upstream that were told of since it was enabled or updated. */
  readonly offered: readonly string[];
  /** A content whose new versions the catalog would not take: nothing tries that again by itself. */
  readonly refusedContent: string | null;
  /** Position of its last event. */
  readonly revision: number;
}

/** What it is in the catalog, as far as this log says. */
export type EntryBackend = { readonly status: 'none' } | EnabledBackend | DisabledBackend;

export interface EnabledBackend {
  readonly status: 'enabled';
  readonly name: string;
  /** The base of the three-way view. */
  readonly upstream: BackendDefinition;
  readonly provenance: Provenance;
  readonly digests: readonly RecordedDigest[];
  readonly catalogRevision: number;
  /** Withdrawn versions that were changed here, were decided to go, and stayed. */
  readonly letGo?: readonly BackendVersion[] | undefined;
  readonly enabledAt: string;
  readonly enabledBy: string;
}

export interface DisabledBackend {
  readonly status: 'disabled';
  /** What upstream was when it was last taken over, and what the backend was when it was deleted. */
  readonly upstream: BackendDefinition;
  readonly yours: BackendDefinition;
  /** The last revision of the backend that is known of. */
  readonly catalogRevision: number;
}

/** A change that was begun, and for whom. */
export interface PendingChange {
  readonly command: string;
  readonly plan: EntryPlan;
  readonly meta: EventMeta;
}

/** What an entry is before its first event. */
export const initialEntry: Entry = {
  backend: { status: 'none' },
  pending: null,
  policy: null,
  withdrawn: false,
  withdrawnAt: null,
  offered: [],
  refusedContent: null,
  revision: 0,
};

export type RecordedEntryEvent = RecordedEvent & EntryEvent;
type Recorded<T extends EntryEvent['type']> = Extract<RecordedEntryEvent, { type: T }>;

/** The state after an event. An event that a newer program wrote and this one does not know changes nothing. */
export const evolveEntry = (state: Entry, event: RecordedEntryEvent): Entry => ({
  ...state,
  ...changedBy(state, event),
  revision: event.position,
});

function changedBy(state: Entry, event: RecordedEntryEvent): Partial<Entry> {
  switch (event.type) {
    case 'EntryChangeBegun':
      return { pending: { command: event.data.command, plan: event.data.plan, meta: event.meta } };
    case 'EntryChangeAbandoned':
      return abandoned(state, event);
    case 'EntryEnabled':
      return { ...enabled(event), pending: null };
    case 'EntryUpdated':
      return { ...updated(state, event), pending: null };
    case 'EntryDisabled':
      return { ...disabled(state, event), pending: null };
    case 'EntryUpdateOffered':
      return { offered: [...state.offered, event.data.contentHash] };
    case 'EntryWithdrawn':
      return { withdrawn: true, withdrawnAt: event.recordedAt };
    case 'EntryReturned':
      return { withdrawn: false, withdrawnAt: null };
    case 'EntryPolicySet':
      return { policy: event.data.policy };
  }
}

const fresh = { withdrawn: false, withdrawnAt: null, offered: [], refusedContent: null } as const;

function enabled({ data, recordedAt, meta }: Recorded<'EntryEnabled'>): Partial<Entry> {
  const { restored: _restored, keptYours: _kept, ...taken } = data;
  return { ...fresh, backend: { status: 'enabled', ...taken, enabledAt: recordedAt, enabledBy: meta.actor } };
}

/** What is only an addition leaves the rest of upstream's changes as they were: offered, and not taken. */
function updated({ backend, offered }: Entry, { data }: Recorded<'EntryUpdated'>): Partial<Entry> {
  if (backend.status !== 'enabled') return {};
  const { upstream, provenance, digests, catalogRevision, automatic } = data;
  const letGo = automatic ? backend.letGo : data.letGo;
  const taken = { upstream, provenance, digests, catalogRevision, letGo };
  return { ...fresh, offered: automatic ? offered : [], backend: { ...backend, ...taken } };
}

function disabled({ backend }: Entry, { data: { yours, catalogRevision } }: Recorded<'EntryDisabled'>): Partial<Entry> {
  if (backend.status !== 'enabled') return {};
  return { ...fresh, backend: { status: 'disabled', upstream: backend.upstream, yours, catalogRevision } };
}

function abandoned({ pending, refusedContent }: Entry, { data }: Recorded<'EntryChangeAbandoned'>): Partial<Entry> {
  if (pending?.command !== data.command) return {};
  const { plan } = pending;
  const isRefused = plan.kind === 'update' && plan.automatic && isLasting(data.code);
  return { pending: null, refusedContent: isRefused ? plan.offeredHash : refusedContent };
}
