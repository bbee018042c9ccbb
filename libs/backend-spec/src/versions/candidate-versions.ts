import type { BackendVersion, RunnableDefinition } from '@enginehouse/contracts';
import { latestFirst } from './latest-version.js';

/**
 * The versions that may run a new deployment for which none was named, best first: the default version if there is one,
 * else the latest first. Deprecated versions are left out, a default version that was deprecated too.
 */
export function candidateVersions(definition: RunnableDefinition): BackendVersion[] {
  const byName = new Map(definition.versions.map((version) => [version.name, version]));
  const preferred = byName.get(definition.default_version ?? '');
  if (preferred && preferred.deprecated === undefined) return [preferred];
  const names = definition.versions.filter((version) => version.deprecated === undefined).map(({ name }) => name);
  return latestFirst(names).flatMap((name) => byName.get(name) ?? []);
}

/** The frameworks that a backend's versions offer, each once, in order of declaration. */
export const frameworksOf = (definition: Pick<RunnableDefinition, 'versions'>): string[] => [
  ...new Set(definition.versions.flatMap((version) => version.images.map((image) => image.framework))),
];
