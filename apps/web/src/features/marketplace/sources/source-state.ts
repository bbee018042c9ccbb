import type { SourceView, SyncRun } from '@enginehouse/contracts';
import type { Mood } from '../../../ui/state-chip.js';

/** A source that is paused is at rest, unless it has something to say; `rejected` counts the entries that were not taken. */
export function stateOf({ state, paused, snapshot }: Pick<SourceView, 'state' | 'paused' | 'snapshot'>): {
  readonly name: SourceView['state'] | 'paused' | 'rejecting';
  readonly mood: Mood;
  readonly rejected: number;
} {
  const rejected = snapshot?.rejected ?? 0;
  if (state === 'ok' && rejected > 0 && !paused) return { name: 'rejecting', mood: 'warning', rejected };
  if (paused && (state === 'ok' || state === 'never')) return { name: 'paused', mood: 'idle', rejected };
  return { name: state, mood: moods[state], rejected };
}

const moods = { never: 'idle', ok: 'good', failing: 'warning', alarm: 'bad' } as const;

/** How a sync ended, or that it has not. */
export const runMoods: Readonly<Record<SyncRun['state'], Mood>> = {
  queued: 'busy',
  running: 'busy',
  succeeded: 'good',
  unchanged: 'idle',
  failed: 'bad',
};

const steps = ['waiting', 'fetching', 'verifying', 'reading', 'comparing', 'switching', 'done'] as const;

/** How far a sync is, from 0 to 100: each step is worth the same, and within a step what is done of it where that is known. */
export function percentOf({ phase, progress }: Pick<SyncRun, 'phase' | 'progress'>): number {
  const { done, total } = progress;
  const within = total === null || total <= 0 ? 0 : Math.min(1, done / total);
  return Math.min(100, ((steps.indexOf(phase) + within) / (steps.length - 1)) * 100);
}

/** How much of a step is done, in bytes while it is fetched and in entries afterwards. */
export function progressText({ phase, progress }: Pick<SyncRun, 'phase' | 'progress'>, language: string): string {
  const isBytes = phase === 'fetching';
  const figure = (amount: number) => (isBytes ? bytesText(amount, language) : amount.toLocaleString(language));
  if (progress.done === 0 && progress.total === null) return '';
  return progress.total === null ? figure(progress.done) : `${figure(progress.done)} / ${figure(progress.total)}`;
}

const bytesText = (bytes: number, language: string): string =>
  bytes < 1_048_576
    ? `${(bytes / 1024).toLocaleString(language, { maximumFractionDigits: 0 })} KiB`
    : `${(bytes / 1_048_576).toLocaleString(language, { maximumFractionDigits: 1 })} MiB`;

/** How long a sync took, or has taken until now. */
export function durationText(
  { startedAt, finishedAt }: Pick<SyncRun, 'startedAt' | 'finishedAt'>,
  now: number,
): string {
  if (startedAt === null) return '–';
  const seconds = Math.max(0, ((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)) / 1000);
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
