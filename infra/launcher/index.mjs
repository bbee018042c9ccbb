// @ts-check
export { ensureTestEngineImage } from './images/test-engine.mjs';
export { buildConsole } from './checkout/console.mjs';
export { findChromium } from './services/chromium.mjs';
export { findOrStartDocker, startDocker } from './services/docker.mjs';
export { findMinisign } from './services/minisign.mjs';
export { startNats } from './services/nats.mjs';
export { prepareNatsAccess } from './services/nats/access.mjs';
export { passwordStore, prepareDatabase } from './services/postgres-roles.mjs';
export { startPostgres } from './services/postgres.mjs';
export { startRedis } from './services/redis.mjs';
export { startRegistry } from './services/registry.mjs';
export { startStack } from './stack/start-stack.mjs';
export { isRunning, stopProcess } from './system/background-process.mjs';
export { removeDirectory } from './system/remove-directory.mjs';
export { accepts, freePort } from './system/free-port.mjs';
export { LauncherError } from './system/launcher-error.mjs';
export { waitUntil } from './system/wait-until.mjs';
