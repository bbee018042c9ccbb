export {
  checkArtifact,
  readArtifact,
  type ArtifactFile,
  type ArtifactOptions,
  type ReadArtifact,
} from './artifact/read-artifact.js';
export { createRegistryClient, type RegistryClient, type RegistryClientOptions } from './registry-client.js';
export type { RegistryAccount } from './registry-session.js';
