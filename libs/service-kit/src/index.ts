export {
  databaseEnv,
  exitConfiguration,
  loadConfig,
  parseConfig,
  readSecretFile,
  serviceEnv,
  type ConfigProblem,
} from './config.js';
export { withDeadline, type Limits } from './deadline.js';
export { HealthRegistry, type HealthStatus } from './health.js';
export { newHeader } from './header.js';
export { eventIdOf, uuidv5, uuidv7 } from './ids.js';
export { createLogger, currentCorrelation, LOGGER, nestLogger, withCorrelation, type Logger } from './logger.js';
export { registryEnv, RegistryAccountFile, type RegistryAccount } from './registry-accounts.js';
export { exitAddressTaken, runService, type RunningService, type ServiceOptions } from './run-service.js';
export { Sealer } from './sealer.js';
export { isSecretsKey, newSecretsKey } from './secrets-key.js';
export { ServiceModule } from './service.module.js';
export { openSecret, sealSecret, workerKeyHeader, workerProxyKey } from './sealed-secrets.js';
export { UnknownEvents } from './unknown-events.js';
