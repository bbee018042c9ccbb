import type { Assignment, Progress } from '@enginehouse/contracts';
import type { ContainerEngine, PortLeases } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { Input } from '../../domain/instance-inputs.js';
import type { WorkerReach } from '../../domain/worker-reach.js';
import type { Clock, DeviceAccess, HealthProbe, LogArchive, ModelPaths } from '../../ports.js';

/** What every effect may use of this host. */
export interface HostTools {
  readonly me: { readonly installation: string; readonly worker: string };
  readonly engine: ContainerEngine;
  readonly reach: WorkerReach;
  readonly leases: PortLeases;
  readonly modelPaths: ModelPaths;
  readonly devices: DeviceAccess;
  readonly archive: LogArchive;
  readonly probe: HealthProbe;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Profiles that this host allows. */
  readonly profiles: readonly string[];
  /** Opens sealed environment values; null where this worker has no key. */
  readonly secretsKey: string | null;
  readonly progress: (progress: Progress) => void;
}

/** One effect under way. */
export interface EffectContext extends HostTools {
  readonly assignment: Assignment;
  /** Set when the effect has been overtaken; what it answers then is not heard any more. */
  readonly signal: AbortSignal;
  /** Says something before the answer. */
  readonly say: (input: Input) => void;
}
