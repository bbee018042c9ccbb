export { Ledger, deviceUsage, type DeviceUsage, type Reservation, type WorkerUsage } from './ledger.js';
export { overcommitOf } from './overcommit.js';
export { defaultCpuMemoryMib, demandOf, type Demand } from './demand.js';
export type { PlacementAsk, VersionOption, WorkerSnapshot } from './placement-ask.js';
export { place, Placer, type PlacementOutcome } from './place.js';
export { memoryOf, memoryText } from './units.js';
export { planRollout, type Rollout, type RolloutQuestion, type RolloutStep } from './rollout.js';
export { estimateOf } from './weights-estimate.js';
export { versionOptions, type VersionWish } from './version-options.js';
