import { isDeepStrictEqual } from 'node:util';
import { err, ok, type Problem, type SourceEvent } from '@enginehouse/contracts';
import { sourceRefusals } from './source-refusals.js';
import { liveSource, type SourceDecision } from './source.decisions.js';
import type { LiveSource, Source } from './source.js';

/** So many failed syncs in a row are an alarm. */
export const alarmAfter = 3;

export type Switch = Extract<SourceEvent, { type: 'SourceSynced' }>['data'];

/** Makes a snapshot the current one, where the source is still what it was when that was fetched and compared. */
export function switchSnapshot(state: Source, basis: LiveSource, data: Switch): SourceDecision {
  const source = liveSource(state, basis.name);
  if (!source.ok) return source;
  if (!isDeepStrictEqual(termsOf(source.value), termsOf(basis))) return err(sourceRefusals.overtaken(basis.name));
  const cleared: readonly SourceEvent[] = source.value.alarm ? [{ type: 'SourceAlarmCleared', data: {} }] : [];
  return ok([{ type: 'SourceSynced', data }, ...cleared]);
}

const termsOf = ({ location, internal, strict, keys, basedOn }: LiveSource) => ({
  location,
  internal,
  strict,
  keys: keys.map(({ key }) => key),
  basedOn,
});

/** Counts a sync whose last attempt failed; a source that was removed meanwhile has nothing to say to it. */
export function failSync(state: Source, run: string, { code, detail }: Problem): SourceDecision {
  if (state.status !== 'live' || state.failure?.run === run) return ok([]);
  const failures = state.failures + 1;
  const failed: SourceEvent = { type: 'SourceSyncFailed', data: { run, code, detail: shortened(detail), failures } };
  return ok(failures >= alarmAfter && !state.alarm ? [failed, alarm(state, failures, detail)] : [failed]);
}

const alarm = ({ failingSince }: LiveSource, failures: number, detail: string): SourceEvent => ({
  type: 'SourceAlarmRaised',
  // It has failed before, or it would not be an alarm.
  data: { failures, since: failingSince ?? '', detail: shortened(detail) },
});

/** Tells once of a key that the source was signed with and that nobody trusts yet. */
export function offerKey(state: Source, offered: { readonly id: string; readonly key: string | null }): SourceDecision {
  if (state.status !== 'live') return ok([]);
  const { offeredKey: known } = state;
  const told = known?.id === offered.id && known.key === offered.key;
  return ok(told ? [] : [{ type: 'SourceKeyOffered', data: offered }]);
}

const longestDetail = 2000;
const shortened = (detail: string): string =>
  detail.length > longestDetail ? `${detail.slice(0, longestDetail)}...` : detail;
