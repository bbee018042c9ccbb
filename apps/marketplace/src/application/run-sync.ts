import {
  err,
  ok,
  problemOf,
  type Problem,
  type RequestHeader,
  type Result,
  type SyncCounts,
} from '@enginehouse/contracts';
import { newHeader, withDeadline } from '@enginehouse/service-kit';
import { AttemptEnded } from '../domain/attempt-ended.js';
import { mayRetry } from '../domain/may-retry.js';
import { listsForEvent, listsForReport } from '../domain/shortened-lists.js';
import { sourceRefusals } from '../domain/source-refusals.js';
import { nextSyncText } from '../domain/next-sync-text.js';
import type { CurrentSnapshot, LiveSource, Source } from '../domain/source.js';
import { failSync } from '../domain/sync.decisions.js';
import type { AbandonSync, RunSync, SyncContext, SyncJob, SyncOutcome } from '../ports.js';
import { fetchSource, verifyFiles, type TrustedFiles } from './fetch-source.js';
import { endForgottenRuns, RunRecord } from './run-record.js';
import { offeringOf } from './offering.js';
import { offeredBefore, stageSnapshot } from './stage-snapshot.js';
import { afterSwitch, switchTo } from './switch-source.js';
import { throwIfEnded, type SyncParts, type SyncScope } from './sync-parts.js';

type Ended = 'succeeded' | 'unchanged';

const keptRuns = 200;
const clockPatienceMs = 1500;

/** Syncs sources: fetch, verify, read, compare, stage, switch. Killed anywhere, it leaves the old or the new snapshot. */
export class SourceSync {
  constructor(private readonly parts: SyncParts) {}

  /** One attempt. */
  readonly run: RunSync = async (job, context) => {
    const { runs, metrics } = this.parts;
    const record = await RunRecord.of(runs, job);
    // The process died between this and the end of the job; another run may have begun since.
    if (record.isOver) return { kind: 'done' };
    await record.begin(job.attempt);
    await endForgottenRuns(runs, job.source, job.run, interrupted);
    const began = performance.now();
    const ended = await this.attempt({ job, context, record });
    if (!ended.ok) return this.notEnded(job, record, ended.error);
    await record.ended(ended.value);
    await runs.trim(job.source, keptRuns);
    metrics.observe(ended.value, (performance.now() - began) / 1000);
    return { kind: 'done' };
  };

  /** Records that a run has failed for good. */
  readonly abandon: AbandonSync = async (job, problem) => {
    const record = await RunRecord.of(this.parts.runs, job);
    if (!record.isOver) await this.giveUp(job, record, problem);
  };

  private async attempt(begun: {
    readonly job: SyncJob;
    readonly context: SyncContext;
    readonly record: RunRecord;
  }): Promise<Result<Ended, Problem | AttemptEnded>> {
    const { job } = begun;
    const source = await this.parts.commands.state(job.source);
    if (source.status !== 'live') return err(new AttemptEnded('source-removed'));
    try {
      return await syncSource({ ...begun, parts: this.parts, source, header: headerOf(job, 'switched') });
    } catch (error) {
      if (error instanceof AttemptEnded) return err(error);
      this.parts.logger.error({ err: error, source: job.source, run: job.run }, 'a sync broke off');
      return err(brokeOff(error));
    }
  }

  private async notEnded(job: SyncJob, record: RunRecord, why: Problem | AttemptEnded): Promise<SyncOutcome> {
    if (why instanceof AttemptEnded) return this.endedFromOutside(job, record, why);
    if (job.retryAfterMs === null || !mayRetry(why)) return this.giveUp(job, record, why);
    await record.waits(why, job.retryAfterMs);
    this.parts.metrics.count('retried');
    return { kind: 'failed', problem: why, again: true };
  }

  private async endedFromOutside(job: SyncJob, record: RunRecord, ended: AttemptEnded): Promise<SyncOutcome> {
    switch (ended.why) {
      case 'time-box':
        return this.notEnded(job, record, tookTooLong);
      case 'stopping':
        await record.waits(null, 0);
        return { kind: 'failed', problem: interrupted, again: true };
      case 'source-removed':
        return this.forgetGone(job, record, sourceRefusals.notFound(job.source));
    }
  }

  private async giveUp(job: SyncJob, record: RunRecord, problem: Problem): Promise<SyncOutcome> {
    const { commands, metrics, logger } = this.parts;
    const state = await commands.state(job.source);
    if (hasSwitched(state, job)) {
      // The answer to the switch was lost, not the switch.
      await record.ended('succeeded');
      return { kind: 'done' };
    }
    if (state.status !== 'live') return this.forgetGone(job, record, problem);
    const decide = (source: Source) => failSync(source, job.run, problem);
    const told = await commands.run({ name: job.source, decide }, headerOf(job, 'failed'));
    if (!told.ok) throw new Error(`the failure could not be told: ${told.error.detail}`);
    await record.failed(await this.withNextSync(state, problem));
    metrics.count('failed');
    logger.warn({ source: job.source, run: job.run, code: problem.code, detail: problem.detail }, 'a sync failed');
    return { kind: 'failed', problem, again: false };
  }

  /** What another attempt could have mended says when there will be one. */
  private async withNextSync(source: LiveSource, problem: Problem): Promise<Problem> {
    if (!mayRetry(problem)) return problem;
    const asked = withDeadline({ afterMs: clockPatienceMs }, () => this.parts.nextSyncAt(source.name));
    const next = nextSyncText(source, await asked.catch(() => null));
    return { ...problem, hint: problem.hint === undefined ? next : `${problem.hint} ${next}` };
  }

  /** What was tidied up when the source was removed, this attempt may have written anew. */
  private async forgetGone({ source }: SyncJob, record: RunRecord, problem: Problem): Promise<SyncOutcome> {
    const { commands, runs, snapshots } = this.parts;
    if ((await commands.state(source)).status === 'live') {
      // There is another one of this name by now, which has not failed.
      await record.failed(problem);
    } else {
      await runs.trim(source, 0);
      await snapshots.trim(source, [], Number.MAX_SAFE_INTEGER);
    }
    return { kind: 'failed', problem, again: false };
  }
}

const hasSwitched = (state: Source, job: SyncJob): boolean =>
  state.status === 'live' && state.snapshot?.run === job.run;

async function syncSource(scope: SyncScope): Promise<Result<Ended, Problem>> {
  if (hasSwitched(scope.source, scope.job)) return settled(scope, 'succeeded');
  const current = await wholeSnapshot(scope);
  const fetched = await fetchSource(scope, current !== null && scope.source.upToDate);
  if (!fetched.ok) return fetched;
  if (fetched.value.kind === 'unchanged') {
    return current ? confirmed(scope, current, current) : err(claimsTheUnknown);
  }
  const trusted = await verifyFiles(scope, fetched.value);
  if (!trusted.ok) return trusted;
  const same = current?.digest === trusted.value.digest;
  return same && current ? confirmed(scope, current, trusted.value) : taken(scope, trusted.value);
}

/** What the source offers now, where it is all there, and this release would read the same of the same bytes. */
async function wholeSnapshot({ source, parts }: SyncScope): Promise<CurrentSnapshot | null> {
  if (!source.snapshot) return null;
  const kept = await parts.snapshots.find(source.snapshot.id);
  const isWhole = kept?.entries === source.snapshot.counts.entries;
  return isWhole && kept.reader === parts.version ? source.snapshot : null;
}

/** Nothing is new. That is only told where something was wrong or other before, or where it is signed otherwise now. */
async function confirmed(
  scope: SyncScope,
  current: CurrentSnapshot,
  now: Pick<TrustedFiles, 'upstreamRef' | 'signedBy'>,
): Promise<Result<Ended, Problem>> {
  const { source, record, job } = scope;
  const { entries, rejected } = current.counts;
  const counts = { entries, added: 0, changed: 0, unchanged: entries, withdrawn: 0, rejected };
  const { digest, id: snapshot } = current;
  const { upstreamRef, signedBy } = now;
  await record.found({ counts, digest, upstreamRef, signedBy });
  const wasWrong = source.failures > 0 || source.alarm || !source.upToDate;
  if (wasWrong || current.signedBy !== signedBy) {
    const nothing = { added: [], changed: [], withdrawn: [], rejected: [] };
    const data = { run: job.run, snapshot, digest, upstreamRef, signedBy, counts, ...nothing };
    const told = await switchTo(scope, data);
    if (!told.ok) return told;
  }
  return settled(scope, 'unchanged');
}

async function taken(scope: SyncScope, trusted: TrustedFiles): Promise<Result<Ended, Problem>> {
  const { parts, record, context, job } = scope;
  const { digest, upstreamRef, signedBy } = trusted;
  context.onProgress('reading', 0, null);
  await record.phase('reading');
  const options = { enginehouseVersion: parts.version, mayBeEmpty: mayHoldNothing(scope, trusted) };
  const read = await parts.read(trusted.files, options);
  if (!read.ok) return read;
  await parts.at('after-read', job.source);
  throwIfEnded(scope);
  await record.phase('comparing');
  const before = await offeredBefore(scope);
  const planned = offeringOf(scope, read.value, before);
  if (!planned.ok) return planned;
  const { offering, rejected, warnings } = planned.value;
  const { id, changes, warnings: more } = await stageSnapshot(scope, { digest, ...offering }, before);
  const counts = countsOf(offering.entries.length + offering.kept.length, changes, rejected.length);
  const { added, changed, withdrawn } = changes;
  const lists = listsForReport({
    added: [...added],
    changed: [...changed],
    withdrawn: [...withdrawn],
    rejected: [...rejected],
    warnings: [...warnings, ...more],
  });
  await record.found({ counts, digest, upstreamRef, signedBy, ...lists });
  const data = { run: job.run, snapshot: id, digest, upstreamRef, signedBy, counts, ...listsForEvent(lists) };
  const switched = await switchTo(scope, data);
  return switched.ok ? settled(scope, 'succeeded') : switched;
}

/** Files of which none can be an entry are a mistake, unless there shall be none. */
const mayHoldNothing = ({ source, job }: SyncScope, { files }: TrustedFiles): boolean =>
  files.length === 0 || job.acceptEmpty === true || (source.upToDate && source.snapshot?.counts.entries === 0);

async function settled(scope: SyncScope, ended: Ended): Promise<Result<Ended, Problem>> {
  await afterSwitch(scope);
  return ok(ended);
}

const countsOf = (
  entries: number,
  changes: Readonly<Record<'added' | 'changed' | 'unchanged' | 'withdrawn', readonly string[]>>,
  rejected: number,
): SyncCounts => ({
  entries,
  added: changes.added.length,
  changed: changes.changed.length,
  unchanged: changes.unchanged.length,
  withdrawn: changes.withdrawn.length,
  rejected,
});

/** Each attempt says anew what it comes to. */
const headerOf = ({ run, attempt, actor, correlationId }: SyncJob, what: string): RequestHeader =>
  newHeader(actor, { correlationId, causationId: run, idempotencyKey: `sync/${run}/${attempt}/${what}` });

const interrupted = problemOf('unavailable', 'The sync was interrupted, and did not go on.', {
  hint: 'Sync the source again.',
});

const tookTooLong = problemOf('source-unavailable', 'The sync took longer than it may.', {
  hint: 'The source may be slow or large; MARKETPLACE_SYNC_SECONDS of the marketplace service says how long a sync may take.',
});

const claimsTheUnknown = problemOf(
  'source-unavailable',
  'The source says that nothing is new, and was not asked that.',
  {
    hint: 'Its server answers "not modified" to a request without conditions.',
  },
);

const brokeOff = (error: unknown): Problem =>
  problemOf('unavailable', `The sync broke off: ${error instanceof Error ? error.message : String(error)}.`, {
    hint: 'The log of the marketplace service has more; /readyz tells what does not answer.',
    retryAfterSeconds: 2,
  });
