import { setTimeout as sleep } from 'node:timers/promises';
import {
  problemOf,
  ProblemError,
  syncReport,
  type Problem,
  type SyncReport,
  type SyncRun,
} from '@enginehouse/contracts';
import type { Command } from 'commander';
import { path } from '../../../command.js';
import { isAway, Outage } from '../../../http/reconnecting.js';
import { durationSeconds } from '../../../parse-options.js';
import type { Session } from '../../../session.js';
import { about } from '../../apply/about.js';
import { syncProgress } from './sync-progress.js';

export interface SyncWaitOptions {
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

const defaultTimeoutSeconds = 900;
const pollMs = 250;

/** Options of commands after which one may want to see the sync through. */
export const waitsForSync = (command: Command): Command =>
  command
    .option('--wait', 'show how the sync goes until it is over; failing is exit status 1')
    .option('--wait-timeout <duration>', 'give up waiting after this long (default: 15m)', durationSeconds);

interface Waiting {
  readonly run: Pick<SyncRun, 'id' | 'source'>;
  readonly options: SyncWaitOptions;
  /** No other sync is waited for at the same time. */
  readonly alone: boolean;
}

/** Waits until a sync is over, through its later attempts and while the server is away. */
export async function waitForSync(session: Session, { run, options, alone }: Waiting): Promise<SyncReport> {
  const seconds = options.waitTimeout ?? defaultTimeoutSeconds;
  const giveUpAt = session.io.now() + seconds * 1000;
  const progress = syncProgress(session, { alone });
  const outage = new Outage((text) => session.note(text));
  try {
    for (;;) {
      const report = await reportOf(session, run.id, outage);
      if (report) progress.show(report);
      if (report && isOver(report)) return report;
      if (session.io.now() > giveUpAt) throw new ProblemError(tooLong(run, seconds));
      await sleep(pollMs, undefined, { signal: session.io.signal });
    }
  } finally {
    progress.end();
  }
}

const isOver = ({ state }: SyncRun): boolean => state !== 'queued' && state !== 'running';

/** The sync now; undefined while the server does not answer. */
async function reportOf(session: Session, id: string, outage: Outage): Promise<SyncReport | undefined> {
  try {
    const { value } = await session.api.typed(syncReport, 'GET', path`/v1/marketplace/syncs/${id}`);
    outage.over();
    return value;
  } catch (error) {
    if (session.io.signal.aborted || !isAway(error)) throw error;
    outage.noticed();
    return undefined;
  }
}

const tooLong = ({ id, source }: Waiting['run'], seconds: number): Problem =>
  problemOf('unavailable', `the sync of ${source} is not over after ${seconds} s`, {
    hint: `It goes on unwatched. See how it is doing: enginehouse market sync-report ${id}`,
  });

/** Why a sync failed, with the name of its source. */
export const failureOf = ({ source, problem }: SyncRun): Problem =>
  about(source, problem ?? problemOf('internal', 'the sync failed, and nobody knows why'));
