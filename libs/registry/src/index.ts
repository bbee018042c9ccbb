export { createRegistryClient, type RegistryClient, type RegistryClientOptions } from './registry-client.js';
export type { RegistryAccount } from './registry-session.js';
