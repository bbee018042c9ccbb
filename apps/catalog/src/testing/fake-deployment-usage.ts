import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { DeploymentUsage, UseHold } from '../ports.js';
import { refusalOf } from './refusal-of.js';

/** Deployments as a test says; can be away, like the scheduler. */
export class FakeDeploymentUsage implements DeploymentUsage {
  private readonly used = new Map<string, readonly string[]>();
  /** What was held and released, in order. */
  readonly asked: (UseHold & { readonly released?: number })[] = [];
  away = false;

  deploy(deployments: readonly string[], backend: string, version?: string): void {
    this.used.set(backend, deployments);
    if (version !== undefined) this.used.set(`${backend}@${version}`, deployments);
  }

  hold(hold: UseHold): Promise<Result<null, Problem>> {
    if (this.away) return Promise.resolve(err(problemOf('unavailable', 'the scheduler does not answer')));
    const refused = refusalOf(hold, (backend, version) => this.using(backend, version));
    if (refused) return Promise.resolve(err(refused));
    this.asked.push(hold);
    return Promise.resolve(ok(null));
  }

  release(hold: UseHold, revision: number): Promise<Result<null, Problem>> {
    if (this.away) return Promise.resolve(err(problemOf('unavailable', 'the scheduler does not answer')));
    this.asked.push({ ...hold, released: revision });
    return Promise.resolve(ok(null));
  }

  private using(backend: string, version?: string): readonly string[] {
    return this.used.get(version === undefined ? backend : `${backend}@${version}`) ?? [];
  }
}
