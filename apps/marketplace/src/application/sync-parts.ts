import type { IndexFile, ReadIndex, ReadIndexOptions } from '@enginehouse/market-index';
import type { Problem, RequestHeader, Result } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import type { LiveSource } from '../domain/source.js';
import type { verifySource } from '../domain/trust.js';
import type { AfterSync, IconMaker, Snapshots, SourceFetcher, SyncContext, SyncJob, SyncRuns } from '../ports.js';
import type { AtFailpoint } from './failpoints.js';
import type { RunRecord } from './run-record.js';
import type { SourceCommands } from './source-commands.js';
import type { SyncMetrics } from './sync-metrics.js';

/** What reads the files of a source. */
export type ReadSource = (
  files: readonly IndexFile[],
  options: ReadIndexOptions,
) => Result<ReadIndex, Problem> | Promise<Result<ReadIndex, Problem>>;

/** What syncs are made with. */
export interface SyncParts {
  readonly commands: SourceCommands;
  readonly fetcher: SourceFetcher;
  readonly verify: typeof verifySource;
  readonly read: ReadSource;
  readonly icons: IconMaker;
  readonly snapshots: Snapshots;
  readonly runs: SyncRuns;
  readonly after: AfterSync;
  readonly metrics: SyncMetrics;
  readonly logger: Logger;
  readonly at: AtFailpoint;
  /** When the clock begins the next sync of a source; null where it does not. */
  readonly nextSyncAt: (source: string) => Promise<string | null>;
  /** This release. */
  readonly version: string;
}

/** One attempt, and what it found. */
export interface SyncScope {
  readonly parts: SyncParts;
  readonly job: SyncJob;
  readonly context: SyncContext;
  /** As it was when the attempt began. */
  readonly source: LiveSource;
  readonly record: RunRecord;
  readonly header: RequestHeader;
}

/** Ends an attempt whose time is over, with the reason for that. */
export function throwIfEnded({ context: { signal } }: SyncScope): void {
  if (signal.aborted) throw signal.reason;
}
