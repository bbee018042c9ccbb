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

/**
 * Where a path leads, links resolved as far as anything exists: a link on the way to something that is not there yet
 * leads out all the same. What cannot be followed at all counts as the root directory.
 */
async function realPath(file: string): Promise<string> {
  try {
    return await fs.realpath(file);
  } catch (error) {
    return isMissing(error) ? leadsTo(path.resolve(file)) : path.sep;
  }
}

async function leadsTo(missing: string): Promise<string> {
  const parent = await realPath(path.dirname(missing));
  const target = await fs.readlink(missing).catch(() => undefined);
  return target === undefined ? path.join(parent, path.basename(missing)) : realPath(path.resolve(parent, target));
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
