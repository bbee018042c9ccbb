import { problemOf, type Problem } from '@enginehouse/contracts';
import type { UseHold } from '../ports.js';

/** How the scheduler refuses to hold what deployments use; `using` names them. */
export function refusalOf(
  { backend, versions }: Pick<UseHold, 'backend' | 'versions'>,
  using: (backend: string, version: string | undefined) => readonly string[],
): Problem | undefined {
  const used = (versions ?? [undefined]).flatMap((version) => using(backend, version));
  if (used.length === 0) return undefined;
  const code = versions ? 'version-in-use' : 'backend-in-use';
  return problemOf(code, `It is used by ${used.join(', ')}.`, { extra: { deployments: used } });
}
