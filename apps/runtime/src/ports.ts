import type {
  AssignedDevice,
  AssignmentSet,
  Heartbeat,
  JoinAnswer,
  LogChunk,
  ModelWeights,
  Observation,
  Problem,
  Progress,
  Result,
  RuntimeFact,
  WorkerDevice,
  WorkerReport,
} from '@enginehouse/contracts';
import type { ContainerDevice, LogLine } from '@enginehouse/container-engine';
import type { Failure, Phase } from './domain/instance-state.js';
import type { ProbeAnswer } from './domain/probe-policy.js';
import type { StartFailure } from './domain/start-failure.js';

/** What a host has that containers can use, in the shape of the worker's report. */
export interface HostFacts {
  readonly cpus: number;
  readonly memoryMib: number;
  readonly disk: { readonly path: string; readonly totalMib: number; readonly freeMib: number };
  readonly devices: readonly WorkerDevice[];
  readonly frameworks: readonly string[];
  /** What somebody should look at, in plain words. */
  readonly warnings: readonly string[];
}

/** Finds out what the host has. It answers what it could find; what it could not is a warning. */
export interface DeviceProbe {
  probe(): Promise<HostFacts>;
}

/** Turns claimed devices into what the container engine is to hand over. */
export interface DeviceAccess {
  accessTo(devices: readonly AssignedDevice[]): Result<readonly ContainerDevice[], StartFailure>;
}

/** Time: `now` for people, `monotonicMs` for waits and deadlines. `sleep` returns early, without an error, when aborted. */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What this worker asks of and tells the control plane. */
export interface ControlPlane {
  state(): { readonly connected: boolean; readonly detail: string };
  report(report: WorkerReport): Promise<Result<{ readonly accepted: boolean; readonly installation: string }, Problem>>;
  pullAssignments(ask: {
    readonly session: string;
    readonly observed: readonly Observation[];
  }): Promise<Result<AssignmentSet, Problem>>;
  leave(reason: string): Promise<Result<{ readonly left: boolean }, Problem>>;
  publishFact(fact: RuntimeFact): Promise<Result<unknown, Problem>>;
  heartbeat(beat: Heartbeat): void;
  progress(progress: Progress): void;
  sendLogs(replyTo: string, chunk: LogChunk): void;
}

/** Admits a worker to an installation. */
export interface JoinDesk {
  join(request: {
    readonly token: string;
    readonly name: string;
    readonly publicKey: string;
  }): Promise<Result<JoinAnswer, Problem>>;
}

/** The key pair of a worker. The seed is its own and never leaves this host. */
export interface WorkerKey {
  readonly publicKey: string;
  readonly seed: string;
}

/** Who this worker is after joining; the seed is its own and never leaves this host. */
export interface WorkerIdentity extends JoinAnswer {
  readonly seed: string;
}

/** One value kept on disk. Saving replaces it as a whole or not at all. */
export interface Kept<T> {
  load(): Promise<T | null>;
  save(value: T): Promise<void>;
  clear(): Promise<void>;
}

/** What is remembered about an instance, so that restarting the runtime changes nothing for it. */
export interface InstanceRecord {
  readonly instance: string;
  readonly generation: number;
  readonly planDigest: string;
  readonly phase: Phase;
  readonly attempt: number;
  /** ISO 8601: when the next start is due. */
  readonly until: string | null;
  readonly failure: Failure | null;
  readonly lastFactId: string | null;
  /** Facts of the last step that may not be in the outbox yet; the next process sends them again, under the same ids. */
  readonly untold: readonly RuntimeFact[];
}

/** The records of all instances, read once at the start. */
export interface InstanceRecords {
  all(): readonly InstanceRecord[];
  get(instance: string): InstanceRecord | null;
  save(record: InstanceRecord): Promise<void>;
  delete(instance: string): Promise<void>;
}

/** Facts that wait to be published, oldest first; kept over restarts. */
export interface OutboxStore {
  load(): Promise<readonly RuntimeFact[]>;
  add(fact: RuntimeFact): Promise<void>;
  remove(fact: RuntimeFact): Promise<void>;
}

/** The end of what an instance's last container wrote, for when that container is gone. */
export interface LogArchive {
  save(instance: string, lines: readonly LogLine[]): Promise<void>;
  read(instance: string): Promise<readonly LogLine[] | null>;
  delete(instance: string): Promise<void>;
}

/** Asks a health path once. */
export interface HealthProbe {
  ask(url: string, options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<ProbeAnswer>;
}

/** Decides whether a model's path may be mounted; the answer is the real path, links resolved. */
export interface ModelPaths {
  resolve(hostPath: string): Promise<Result<string, StartFailure>>;
}

/** Says how large a model's weights are, only where its path may be mounted. Never rejects, and answers within seconds. */
export interface WeightsReader {
  read(hostPath: string): Promise<Result<ModelWeights, Problem>>;
}
