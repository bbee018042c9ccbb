import type { PlacementRequest, ResourceRequest, SecurityProfile, WorkerReport } from '@enginehouse/contracts';

/** One way to run a deployment: an image and the framework it needs. `version` is null where no version is involved (`Custom`). */
export interface VersionOption {
  readonly version: string | null;
  readonly framework: string;
  readonly image: string;
  /** Why this version, in words; recorded with the placement. */
  readonly reason: string;
}

/** What is to be placed: one replica of a deployment. */
export interface PlacementAsk {
  readonly deployment: string;
  /** Best first: a worker gets the first one whose framework it has. */
  readonly options: readonly VersionOption[];
  readonly resources: ResourceRequest;
  readonly placement: PlacementRequest;
  /** Path on the worker that must be mountable; null where the deployment has no local model. */
  readonly modelPath: string | null;
  readonly profile: SecurityProfile;
}

/** A worker as the log describes it. */
export interface WorkerSnapshot {
  readonly report: WorkerReport;
  readonly ready: boolean;
  /** Why it is not ready, in words. */
  readonly notReadyReason: string;
  readonly cordoned: boolean;
}
