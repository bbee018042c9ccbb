import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { DeploymentUsage } from '../ports.js';

/** Deployments as a test says; can be away, like the scheduler. */
export class FakeDeploymentUsage implements DeploymentUsage {
  private readonly used = new Map<string, readonly string[]>();
  away = false;

  deploy(deployments: readonly string[], backend: string, version?: string): void {
    this.used.set(backend, deployments);
    if (version !== undefined) this.used.set(`${backend}@${version}`, deployments);
  }

  using(backend: string, version?: string): Promise<Result<readonly string[], Problem>> {
    if (this.away) return Promise.resolve(err(problemOf('unavailable', 'the scheduler does not answer')));
    const key = version === undefined ? backend : `${backend}@${version}`;
    return Promise.resolve(ok(this.used.get(key) ?? []));
  }
}
