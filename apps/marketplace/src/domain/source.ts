import type {
  RecordedEvent,
  SourceEvent,
  SourceLocation,
  SyncCounts,
  TrustedKey,
  UpdatePolicy,
} from '@enginehouse/contracts';
import { addressOf } from './source-address.js';

/** A source as its events tell it. */
export type Source = { readonly status: 'absent' } | LiveSource | GoneSource;

export interface GoneSource {
  readonly status: 'removed';
  readonly at: string;
  readonly location: SourceLocation;
}

/** What a source offers now. */
export interface CurrentSnapshot {
  readonly id: string;
  readonly digest: string;
  /** Where it was read, in one line. */
  readonly address: string;
  readonly upstreamRef: string | null;
  readonly signedBy: string | null;
  /** The sync that brought it. */
  readonly run: string;
  readonly counts: SyncCounts;
  readonly syncedAt: string;
}

/** The last sync, where it failed. */
export interface SyncFailure {
  readonly run: string;
  readonly code: string;
  readonly detail: string;
  readonly at: string;
}

export interface LiveSource {
  readonly status: 'live';
  readonly name: string;
  readonly location: SourceLocation;
  readonly internal: boolean;
  readonly strict: boolean;
  readonly everySeconds: number;
  readonly policy: UpdatePolicy;
  readonly paused: boolean;
  readonly keys: readonly TrustedKey[];
  readonly offeredKey: { readonly id: string; readonly key: string | null; readonly at: string } | null;
  readonly snapshot: CurrentSnapshot | null;
  /** What it offered before; kept beside the current one. */
  readonly previousSnapshot: string | null;
  /** Version of the stream at the last switch, or at the beginning. */
  readonly basedOn: number;
  /** The snapshot was fetched from where, and checked as, a sync would do it now. */
  readonly upToDate: boolean;
  /** Failed syncs in a row. */
  readonly failures: number;
  readonly failingSince: string | null;
  readonly failure: SyncFailure | null;
  readonly alarm: boolean;
  /** Position of the last change that somebody made; syncs are none. */
  readonly revision: number;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** What a source is before its first event. */
export const initialSource: Source = { status: 'absent' };

export const sourceStreamPrefix = 'source:';

export type RecordedSourceEvent = RecordedEvent & SourceEvent;
type Recorded<T extends SourceEvent['type']> = Extract<RecordedSourceEvent, { type: T }>;

/** The state after an event. An event that a newer program wrote and this one does not know changes nothing. */
export function evolveSource(state: Source, event: RecordedSourceEvent): Source {
  if (event.type === 'SourceAdded') return added(event);
  if (state.status !== 'live') return state;
  if (event.type === 'SourceRemoved') return { status: 'removed', at: event.recordedAt, location: state.location };
  return { ...state, ...changedBy(state, event) };
}

function added({ data, streamId, version, position, recordedAt, meta }: Recorded<'SourceAdded'>): LiveSource {
  return {
    status: 'live',
    ...data,
    name: streamId.slice(sourceStreamPrefix.length),
    offeredKey: null,
    snapshot: null,
    previousSnapshot: null,
    basedOn: version,
    upToDate: false,
    ...wellAgain,
    alarm: false,
    revision: position,
    createdAt: recordedAt,
    createdBy: meta.actor,
  };
}

const wellAgain = { failures: 0, failingSince: null, failure: null } as const;

function changedBy(state: LiveSource, event: RecordedSourceEvent): Partial<LiveSource> {
  switch (event.type) {
    case 'SourceChanged':
      return settingsChanged(state, event);
    case 'SourceKeyTrusted':
      return keyTrusted(state, event);
    case 'SourceKeyDistrusted':
      return {
        keys: state.keys.filter(({ id }) => id !== event.data.id),
        upToDate: false,
        revision: event.position,
      };
    case 'SourceKeyOffered':
      return { offeredKey: { ...event.data, at: event.recordedAt } };
    case 'SourceSynced':
      return synced(state, event);
    case 'SourceSyncFailed':
      return failed(state, event);
    case 'SourceAlarmRaised':
      return { alarm: true };
    case 'SourceAlarmCleared':
      return { alarm: false };
    case 'SourceAdded':
    case 'SourceRemoved':
      return {};
  }
}

/** What decides whether the same bytes are still good: where they come from and who must have signed them. */
const terms = ['location', 'internal', 'strict'] as const;

function settingsChanged(state: LiveSource, { data, position }: Recorded<'SourceChanged'>): Partial<LiveSource> {
  const changesTerms = terms.some((field) => data.changes[field] !== undefined);
  return { ...data.changes, upToDate: state.upToDate && !changesTerms, revision: position };
}

function keyTrusted(state: LiveSource, { data: { key }, position }: Recorded<'SourceKeyTrusted'>): Partial<LiveSource> {
  return {
    keys: [...state.keys.filter(({ id }) => id !== key.id), key],
    offeredKey: state.offeredKey?.id === key.id ? null : state.offeredKey,
    upToDate: false,
    revision: position,
  };
}

function synced(state: LiveSource, { data, version, recordedAt }: Recorded<'SourceSynced'>): Partial<LiveSource> {
  const { run, snapshot: id, digest, upstreamRef, signedBy, counts } = data;
  const { snapshot: before, previousSnapshot } = state;
  return {
    snapshot: {
      id,
      digest,
      address: addressOf(state.location),
      upstreamRef,
      signedBy,
      run,
      counts,
      syncedAt: recordedAt,
    },
    previousSnapshot: before && before.id !== id ? before.id : previousSnapshot,
    basedOn: version,
    upToDate: true,
    offeredKey: null,
    ...wellAgain,
  };
}

function failed(state: LiveSource, { data, recordedAt: at }: Recorded<'SourceSyncFailed'>): Partial<LiveSource> {
  const { run, code, detail, failures } = data;
  return { failures, failingSince: state.failingSince ?? at, failure: { run, code, detail, at } };
}
