import { createRegistryClient } from '@enginehouse/registry';
import { RegistryAccountFile, type Logger } from '@enginehouse/service-kit';
import type { ImageRegistry } from '../../ports.js';

/** Registries over HTTP, with the accounts of a file where there is one. */
export function registryImages(authFile: string | undefined, logger: Logger): ImageRegistry {
  if (authFile === undefined) return createRegistryClient();
  const onProblem = (problem: string) => logger.warn({ file: authFile, problem }, 'registry accounts');
  const accounts = new RegistryAccountFile(authFile, onProblem);
  return createRegistryClient({ accountFor: (image) => accounts.accountFor(image) });
}
