import type {
  BackendDefinition,
  BackendSource,
  BackendVersion,
  BackendView,
  ChangeImpact,
  EntryWarning,
  OfferedEntry,
  Problem,
  Provenance,
  RecordedDigest,
  RequestHeader,
  Result,
  SourceLocation,
  SyncPhase,
  SyncReport,
  SyncRun,
  SyncTrigger,
  UpdatePolicy,
} from '@enginehouse/contracts';
import type { EntryCard } from './domain/entry-card.js';
import type { KeptForm } from './domain/kept-form.js';

/** One file of a source, by its path inside the source; a single index has its own file name. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a source holds now. `upstreamRef` is its own name for it: ETag, commit, manifest digest. */
export type Fetched =
  | { readonly kind: 'unchanged'; readonly upstreamRef: string | null }
  | { readonly kind: 'fetched'; readonly files: readonly SourceFile[]; readonly upstreamRef: string | null };

/** How far a fetch may go, and whom it tells. */
export interface FetchOptions {
  readonly internal: boolean;
  /** What was fetched last: a source that still holds it may answer `unchanged`. */
  readonly knownRef: string | null;
  /** Whether it may hold no file at all; else that is a problem. */
  readonly mayBeEmpty: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, total: number | null) => void;
}

/** Fetches a source, whatever its kind. At most 8 MiB in all, 10 s per request; signatures beside the files are fetched too. */
export interface SourceFetcher {
  fetch(location: SourceLocation, options: FetchOptions): Promise<Result<Fetched, Problem>>;
  /** Whether the location could be fetched at all (address, folder, form), without fetching it. */
  check(location: SourceLocation, internal: boolean): Promise<Result<void, Problem>>;
}

/** Makes a picture anew, so that nothing of its author's bytes is left. `icon` is a `data:` URL or bare base64. */
export interface IconMaker {
  remake(icon: string): Promise<Result<string, Problem>>;
}

/** Renders Markdown to HTML that holds none of its author's HTML. */
export interface MarkdownRenderer {
  render(markdown: string): string;
}

/** A snapshot in the making, and the last switch of its source that it knows of: a later one makes it worthless. */
export interface NewSnapshot {
  readonly id: string;
  readonly source: string;
  /** Version of the source's stream at that switch. */
  readonly basedOn: number;
  /** Which release read the source: another one may understand more of it. */
  readonly reader: string;
}

/** An entry of a snapshot. */
export interface SnapshotEntry extends OfferedEntry {
  /** Where its newest form was rejected and this is the last valid one. */
  readonly kept: KeptForm | null;
}

/** An entry as it is kept, and what of it was not taken over. */
export interface StagedEntry extends SnapshotEntry {
  readonly warnings: readonly EntryWarning[];
  /** The file that it was read from, where the source has several. */
  readonly file: string | null;
}

/** An entry of a snapshot without what is long. */
export type KnownEntry = Pick<StagedEntry, 'name' | 'contentHash' | 'warnings' | 'file' | 'kept'>;

/** What each source offered at one time; never changed, only added whole and thrown away. Names are found in any case. */
export interface Snapshots {
  /** Beginning the same again changes nothing: what is written of it already stays. */
  begin(snapshot: NewSnapshot): Promise<void>;
  /** What is kept of a snapshot; null where nothing is. */
  find(snapshot: string): Promise<(NewSnapshot & { readonly entries: number }) | null>;
  /** Writes entries of a snapshot that was begun and is not the current one yet; writing them again changes nothing. */
  stage(snapshot: string, entries: readonly StagedEntry[]): Promise<void>;
  /** Takes entries over as another snapshot has them, but for where they stand now and whether they are kept. */
  takeOver(from: string, to: string, entries: readonly Pick<StagedEntry, 'name' | 'file' | 'kept'>[]): Promise<void>;
  entries(snapshot: string): Promise<readonly KnownEntry[]>;
  entry(snapshot: string, name: string): Promise<SnapshotEntry | null>;
  /** What lists and searches need of every entry; the same for ever, so that it may be kept in memory. */
  cards(snapshot: string): Promise<readonly EntryCard[]>;
  /** Throws one away that is not and was never the current one. */
  discard(snapshot: string): Promise<void>;
  /**
   * Throws away every snapshot of the source but these: those that know of no switch from this version on, and what was
   * begun a day ago, since nobody makes it any more.
   */
  trim(source: string, keep: readonly string[], basedBefore: number): Promise<void>;
  /** The sources that anything is kept of. */
  sources(): Promise<readonly string[]>;
}

/** What follows a sync for the entries that are enabled: notices, and what the policy lets happen by itself. */
export interface AfterSync {
  /** Told after every sync, also of a snapshot that it was told of already; told again at the next start. */
  synced(source: string, snapshot: string, header: RequestHeader): Promise<void>;
}

/** The syncs that were, are, and wait. */
export interface SyncRuns {
  /** Of a run whose end is written down nothing changes any more: who comes later was given it while it was still made. */
  put(report: SyncReport): Promise<void>;
  /** Adds one that waits; one that has begun meanwhile stays as it is. */
  queued(report: SyncReport): Promise<void>;
  get(id: string): Promise<SyncReport | null>;
  list(filter: { readonly source?: string; readonly limit: number; readonly before?: string }): Promise<{
    readonly items: readonly SyncRun[];
    readonly nextBefore?: string;
  }>;
  /** Keeps the newest ones of a source. */
  trim(source: string, keep: number): Promise<void>;
}

/** A sync that somebody or the clock asked for. The id of the run is the id of the job. */
export interface SyncJob {
  readonly run: string;
  readonly source: string;
  readonly trigger: SyncTrigger;
  readonly actor: string;
  readonly correlationId: string;
  /** From 1. */
  readonly attempt: number;
  readonly attempts: number;
  /** Whether the sync is to be taken also where the source offers nothing any more. */
  readonly acceptEmpty?: boolean;
  /** How long after the end of this attempt, should it fail, the next one is made; null where it is the last. */
  readonly retryAfterMs: number | null;
}

/** Does one attempt. A problem that trying again may mend is tried again, with exponential backoff. */
export type RunSync = (job: SyncJob, context: SyncContext) => Promise<SyncOutcome>;

export interface SyncContext {
  /** Ends when the time-box is over or the service stops; its `reason` is an `AttemptEnded` that says which. */
  readonly signal: AbortSignal;
  /** Cheap, however often it is called: only the last one within half a second is kept. */
  readonly onProgress: (phase: SyncPhase, done: number, total: number | null) => void;
}

/** How far an attempt has come. */
export interface SyncProgress {
  readonly phase: SyncPhase;
  readonly done: number;
  readonly total: number | null;
}

/**
 * Records the failure of a run whose last attempt did not do that itself: it threw, did not end with its signal, or its
 * processes died of it. No attempt is made any more.
 */
export type AbandonSync = (job: SyncJob, problem: Problem) => Promise<void>;

export type SyncOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly again: boolean };

/** What a sync is asked for with. */
export type SyncWish = Pick<SyncJob, 'source' | 'trigger' | 'actor' | 'correlationId' | 'acceptEmpty'>;

/** The run that a wish came to. */
export interface QueuedSync {
  readonly run: string;
  /** It was there already. */
  readonly joined: boolean;
  /** It is being made, without the `acceptEmpty` that was asked for. */
  readonly isTooLate?: true;
}

/** Syncs as background jobs: a repeatable schedule per source, and at once on demand. One at a time per source. */
export interface SyncQueue {
  /** Sets, changes or (0) ends the schedule of a source; setting what is set already leaves its clock alone. */
  schedule(source: string, everySeconds: number): Promise<void>;
  /**
   * Queues a sync, or answers the run that waits or runs already. `after` is a run that is over although its job may
   * still be ending: it is not answered any more.
   */
  enqueue(job: SyncWish, after?: string): Promise<QueuedSync>;
  /** Ends everything of a source that is gone. */
  forget(source: string): Promise<void>;
  nextAt(source: string): Promise<string | null>;
  /** How far a run has come, whichever process makes it; null where it has not begun or is not known any more. */
  progress(run: string): Promise<SyncProgress | null>;
  status(): { readonly ok: boolean; readonly detail: string };
  close(): Promise<void>;
}

/** A source as the log has it now, as far as its entries need it. */
export interface OfferingSource {
  readonly name: string;
  /** The location in one line. */
  readonly address: string;
  /** Whom it is believed now; what it offers may be older. */
  readonly strict: boolean;
  readonly keys: readonly { readonly id: string }[];
  readonly policy: UpdatePolicy;
  /** What it offers now; null where it was never synced. */
  readonly snapshot: {
    readonly id: string;
    readonly digest: string;
    /** Where it was read, in one line. */
    readonly address: string;
    readonly upstreamRef: string | null;
    readonly signedBy: string | null;
    readonly syncedAt: string;
  } | null;
}

/** The sources that there are, from the log. */
export interface OfferingSources {
  list(): readonly OfferingSource[];
  get(source: string): OfferingSource | undefined;
  /** Of a source that there was and is no more. */
  removed(source: string): RemovedSource | undefined;
}

/** A source that there is no more. */
export interface RemovedSource {
  readonly at: string;
  /** Where it was, in one line. */
  readonly address: string;
}

/** An entry that is a backend of the catalog, as the log of the marketplace says. */
export interface EnabledEntry {
  readonly source: string;
  readonly name: string;
  /** Upstream's definition when it was enabled or last updated: the base of the three-way view. */
  readonly upstream: BackendDefinition;
  readonly provenance: Provenance;
  readonly digests: readonly RecordedDigest[];
  /** The backend's revision after that. */
  readonly catalogRevision: number;
  /** Withdrawn versions that were changed here, were decided to go, and stayed. */
  readonly letGo?: readonly BackendVersion[] | undefined;
  readonly enabledAt: string;
  readonly enabledBy: string;
}

/** The entries that are enabled, following the log closely. Names are found in any case. */
export interface EnabledEntries {
  list(): readonly EnabledEntry[];
  get(source: string, name: string): EnabledEntry | undefined;
  /** What is known of an entry whether or not it is enabled; revision 0 where nothing was ever done with it. */
  settings(source: string, name: string): EntrySettings;
}

/** What is known of an entry whether or not it is enabled. */
export interface EntrySettings {
  readonly revision: number;
  readonly policy: UpdatePolicy | null;
  /** When its source was seen not to offer it any more; null where it does. */
  readonly withdrawnAt: string | null;
}

/** A backend of the catalog, as far as names go. */
export interface CatalogName {
  readonly name: string;
  readonly source: BackendSource;
  readonly revision: number;
}

/** A backend that somebody made again what it was at an earlier revision, whether or not it was deleted. */
export interface RolledBackBackend {
  readonly name: string;
  readonly source: BackendSource;
  readonly toRevision: number;
  /** The revision that it got by that. */
  readonly revision: number;
  readonly actor: string;
}

/** The catalog, as the marketplace uses it: through the same commands as everybody. */
export interface Catalog {
  get(backend: string, header: RequestHeader): Promise<Result<BackendView, Problem>>;
  /** The name and source of every backend, by lower-case name. */
  names(header: RequestHeader): Promise<Result<ReadonlyMap<string, CatalogName>, Problem>>;
  register(
    definition: BackendDefinition,
    header: RequestHeader,
  ): Promise<Result<{ readonly revision: number }, Problem>>;
  /** Makes a community backend exactly this; refused where the revision is no longer the expected one. */
  apply(
    definition: BackendDefinition,
    expectedRevision: number,
    header: RequestHeader,
  ): Promise<Result<{ readonly revision: number; readonly changed: boolean }, Problem>>;
  delete(
    backend: string,
    expectedRevision: number | undefined,
    header: RequestHeader,
  ): Promise<Result<{ readonly revision: number }, Problem>>;
  /** What a backend that is deleted was before; null where it was not deleted since that revision. */
  lastBefore(backend: string, since: number, header: RequestHeader): Promise<Result<BackendDefinition | null, Problem>>;
  /**
   * Tells of every roll back, in order, from the beginning of the catalog's log on. What the handler throws at is told
   * again a moment later, and nothing after it before.
   */
  followRollBacks(handler: (rolledBack: RolledBackBackend) => Promise<void>): { stop(): void };
  /** The digest that an image's tag means now; null where the registry does not say, with the reason. */
  digestOf(image: string, header: RequestHeader): Promise<{ readonly digest: string | null; readonly detail: string }>;
}

/** Who uses a backend, and what a change of it would mean to them. */
export interface Usage {
  /** Deployments per backend (lower-case name); a problem where the scheduler does not answer. */
  counts(header: RequestHeader): Promise<Result<ReadonlyMap<string, number>, Problem>>;
  ofVersion(backend: string, version: string, header: RequestHeader): Promise<Result<readonly string[], Problem>>;
  /** What each deployment that uses the backend of that name would make of the changed definition. */
  impact(changed: BackendDefinition, header: RequestHeader): Promise<Result<readonly ChangeImpact[], Problem>>;
}

/** What time it is. */
export type Clock = () => Date;

export const SNAPSHOTS = Symbol('SNAPSHOTS');
export const SYNC_RUNS = Symbol('SYNC_RUNS');
export const SOURCE_FETCHER = Symbol('SOURCE_FETCHER');
/** The log of this service; injection token for its `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');
export const SYNC_QUEUE = Symbol('SYNC_QUEUE');
export const OFFERING_SOURCES = Symbol('OFFERING_SOURCES');
export const ENABLED_ENTRIES = Symbol('ENABLED_ENTRIES');
export const CATALOG = Symbol('CATALOG');
export const USAGE = Symbol('USAGE');
export const MARKDOWN = Symbol('MARKDOWN');
export const CLOCK = Symbol('CLOCK');
