export { freePort, waitUntil } from '@enginehouse/launcher';
export { testDocker, type TestDocker } from './docker.js';
export { testMinisign, type TestMinisign } from './minisign.js';
export { testNats, type TestNats } from './nats.js';
export { dedicatedPostgres, testPostgres, type DedicatedPostgres, type TestDatabase } from './postgres.js';
export { testRedis, type TestRedis } from './redis.js';
export { privateCa } from './private-ca.js';
export {
  imageIndex,
  registryImage,
  type RegistryBlob,
  type RegistryImage,
  type RegistryImageWish,
} from './registry-image.js';
export { registryArtifact, type RegistryArtifactWish } from './registry-artifact.js';
export { registryAccount, testRegistry, type TestRegistry } from './registry.js';
export { temporaryDirectory } from './run-directory.js';
