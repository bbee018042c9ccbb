import { realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { err, ok, type Result } from '@enginehouse/contracts';
import type { StartFailure } from '../../domain/start-failure.js';
import type { ModelPaths } from '../../ports.js';

/**
 * Allows only what really lies below one of the model roots. Links are resolved first, so none leads out; the answer is
 * the resolved path, and that is what is mounted.
 */
export class RootedModelPaths implements ModelPaths {
  constructor(private readonly roots: readonly string[]) {}

  async resolve(hostPath: string): Promise<Result<string, StartFailure>> {
    const lexically = this.roots.some((root) => isBelow(hostPath, root));
    const roots = await Promise.all(this.roots.map(realOrNull));
    const real = await realOrNull(hostPath);
    if (real === null) {
      return lexically ? err(missing(hostPath)) : err(this.notAllowed(hostPath));
    }
    return roots.some((root) => root !== null && isBelow(real, root)) ? ok(real) : err(this.notAllowed(hostPath));
  }

  private notAllowed(hostPath: string): StartFailure {
    const roots = this.roots.length > 0 ? this.roots.join(', ') : 'none';
    return {
      code: 'model-path-not-allowed',
      detail: `${hostPath} is not below a model root of this worker (MODEL_ROOTS: ${roots})`,
    };
  }
}

const missing = (hostPath: string): StartFailure => ({
  code: 'model-path-missing',
  detail: `${hostPath} does not exist on this worker`,
});

async function realOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way));
}
