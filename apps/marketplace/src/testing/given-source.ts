import type { RecordedEvent, SourceEvent, SyncCounts } from '@enginehouse/contracts';
import {
  evolveSource,
  initialSource,
  type LiveSource,
  type RecordedSourceEvent,
  type Source,
} from '../domain/source.js';

type DataOf<T extends SourceEvent['type']> = Extract<SourceEvent, { type: T }>['data'];

export const counts = (more: Partial<SyncCounts> = {}): SyncCounts => ({
  entries: 1,
  added: 1,
  changed: 0,
  unchanged: 0,
  withdrawn: 0,
  rejected: 0,
  ...more,
});

export const added = (more: Partial<DataOf<'SourceAdded'>> = {}): SourceEvent => ({
  type: 'SourceAdded',
  data: {
    location: { kind: 'http', url: 'https://mine.example/index.yaml' },
    internal: false,
    strict: false,
    everySeconds: 3600,
    policy: { mode: 'notify' },
    paused: false,
    keys: [],
    ...more,
  },
});

export const synced = (run: string, more: Partial<DataOf<'SourceSynced'>> = {}): SourceEvent => ({
  type: 'SourceSynced',
  data: {
    run,
    snapshot: `snapshot-${run}`,
    digest: `digest-${run}`,
    upstreamRef: null,
    signedBy: null,
    counts: counts(),
    added: [],
    changed: [],
    withdrawn: [],
    rejected: [],
    ...more,
  },
});

export const failed = (run: string, failures: number): SourceEvent => ({
  type: 'SourceSyncFailed',
  data: { run, code: 'source-unavailable', detail: 'It does not answer.', failures },
});

/** When the n-th event was recorded. */
export const at = (version: number): string => `2026-11-23T10:00:${String(version).padStart(2, '0')}.000Z`;

/** What the log says after these events; each position is ten times the version. */
export const given = (...events: readonly SourceEvent[]): Source =>
  events.map(recorded).reduce(evolveSource, initialSource);

/** The same, of a source that is there. */
export function givenLive(...events: readonly SourceEvent[]): LiveSource {
  const state = given(...events);
  if (state.status !== 'live') throw new Error(`the source is ${state.status}`);
  return state;
}

const recorded = ({ type, data }: SourceEvent, index: number): RecordedSourceEvent => {
  const event: RecordedEvent = {
    id: `event-${index + 1}`,
    type,
    data,
    schemaVersion: 1,
    meta: { actor: 'user:ada', correlationId: 'c-1' },
    streamId: 'source:mine',
    version: index + 1,
    position: (index + 1) * 10,
    recordedAt: at(index + 1),
  };
  return event as RecordedSourceEvent;
};
