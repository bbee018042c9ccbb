import type { AssignmentSet } from '@enginehouse/contracts';
import type { ContainerEngine, PortLeases } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { BusControlPlane } from './adapters/bus/bus-control-plane.js';
import type {
  Clock,
  DeviceAccess,
  DeviceProbe,
  HealthProbe,
  InstanceRecords,
  JoinDesk,
  Kept,
  LogArchive,
  ModelPaths,
  OutboxStore,
  WeightsReader,
  WorkerIdentity,
  WorkerKey,
} from './ports.js';

/** Everything a runtime is made of, bound to its technology by the composition root. */
export interface RuntimeParts {
  readonly identity: Kept<WorkerIdentity>;
  /** The key to join with, while it has not joined. */
  readonly joinKey: Kept<WorkerKey>;
  readonly assignments: Kept<AssignmentSet>;
  readonly records: InstanceRecords;
  readonly outbox: OutboxStore;
  readonly archive: LogArchive;
  readonly controlPlane: BusControlPlane;
  readonly engine: ContainerEngine;
  readonly deviceProbe: DeviceProbe;
  readonly devices: DeviceAccess;
  readonly modelPaths: ModelPaths;
  readonly weights: WeightsReader;
  readonly leases: PortLeases;
  readonly healthProbe: HealthProbe;
  /** Null where the worker was given its credentials instead of joining. */
  readonly desk: JoinDesk | null;
  readonly createKey: () => WorkerKey;
  /** @throws where there is no token to read */
  readonly readToken: () => string;
  readonly clock: Clock;
  /** Names this start of the runtime; grows with every start. */
  readonly session: string;
  readonly logger: Logger;
}
