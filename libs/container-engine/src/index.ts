export * from './container-engine.js';
export * from './container-event.js';
export * from './container-spec.js';
export * from './container-state.js';
export * from './engine-failure.js';
export { checkContainerSpec } from './container-spec-check.js';
export { parseImageReference, type ImageReference } from './image-reference.js';
export { connectDocker, type DockerOptions, type DockerTimeLimits } from './docker/docker-container-engine.js';
export type { DockerTls } from './docker/docker-host.js';
export { securityProfiles, type ProfileSettings } from './security-profiles.js';
export { defaultPortRange, type PortRange } from './port-leases/lease-table.js';
export { leaseFile } from './port-leases/lease-file.js';
export { canBind } from './port-leases/port-probe.js';
export { PortLeases, type LeaseStore, type NoPortLeft, type PortLeaseOptions } from './port-leases/port-leases.js';
export {
  InMemoryContainerEngine,
  type EngineOperation,
  type InMemoryEngineOptions,
} from './in-memory/in-memory-container-engine.js';
export type { InMemoryImage, InMemoryProgram, InMemoryPull } from './in-memory/in-memory-image.js';
