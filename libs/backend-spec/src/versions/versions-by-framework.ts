import type { FrameworkVersions, RunnableDefinition } from '@enginehouse/contracts';
import { frameworksOf } from './candidate-versions.js';
import { latestFirst } from './latest-version.js';

/**
 * The versions on offer for each framework, latest first; frameworks in order of declaration. A deprecated version, and so
 * a withdrawn one, is on offer for none.
 */
export function versionsByFramework({ versions }: Pick<RunnableDefinition, 'versions'>): FrameworkVersions[] {
  const offered = versions.filter(({ deprecated }) => deprecated === undefined);
  const images = new Map(offered.map((version) => [version.name, version.images]));
  const groups = new Map(frameworksOf({ versions: offered }).map((framework): [string, string[]] => [framework, []]));
  for (const name of latestFirst([...images.keys()])) {
    images.get(name)?.forEach(({ framework }) => groups.get(framework)?.push(name));
  }
  return [...groups].map(([framework, names]) => ({ framework, versions: names }));
}
