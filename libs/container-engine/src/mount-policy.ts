import fs from 'node:fs/promises';
import path from 'node:path';
import type { ContainerMount } from './container-spec.js';
import { engineFailure, type EngineFailure } from './engine-failure.js';

/**
 * Refuses every mount whose source, links resolved, is not one of the allowed directories or below one. Null where all
 * are allowed. What does not exist is for the engine to refuse.
 */
export async function checkMountSources(
  mounts: readonly ContainerMount[],
  roots: readonly string[],
): Promise<EngineFailure | null> {
  const realRoots = await Promise.all(roots.map(realPath));
  for (const { hostPath } of mounts) {
    const real = await realPath(hostPath);
    if (realRoots.some((root) => isWithin(real, root))) continue;
    const allowed = roots.length === 0 ? 'none is allowed' : `allowed are ${roots.join(', ')}`;
    return engineFailure('mount-not-allowed', `"${hostPath}" may not be mounted: ${allowed}, and what is below.`);
  }
  return null;
}

/** Whether a path is the directory or below it; both absolute. */
export function isWithin(file: string, directory: string): boolean {
  const relative = path.relative(directory, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

async function realPath(file: string): Promise<string> {
  return await fs.realpath(file).catch(() => path.resolve(file));
}
