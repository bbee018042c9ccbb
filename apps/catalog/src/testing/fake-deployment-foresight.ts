import {
  err,
  ok,
  problemOf,
  type BackendDefinition,
  type ChangeImpact,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { DeploymentForesight } from '../ports.js';

const away = problemOf('unavailable', 'the scheduler does not answer');

/** Deployments as a test says; can be away, like the scheduler. */
export class FakeDeploymentForesight implements DeploymentForesight {
  private readonly impacts = new Map<string, readonly ChangeImpact[]>();
  /** Every question about impact, in order; no definition is a deletion. */
  readonly asked: { readonly backend: string; readonly definition: BackendDefinition | undefined }[] = [];
  away = false;

  /** Deployments of a backend, each on the version that it has; null is `Auto`. */
  deploy(backend: string, ...impacts: readonly ChangeImpact[]): void {
    this.impacts.set(backend, impacts);
  }

  using(backend: string, version?: string): Promise<Result<readonly string[], Problem>> {
    if (this.away) return Promise.resolve(err(away));
    const impacts = this.impacts.get(backend) ?? [];
    const using = impacts.filter((impact) => version === undefined || impact.version === version);
    return Promise.resolve(ok(using.map(({ deployment }) => deployment)));
  }

  impactOf(backend: string, definition?: BackendDefinition): Promise<Result<readonly ChangeImpact[], Problem>> {
    this.asked.push({ backend, definition });
    return Promise.resolve(this.away ? err(away) : ok(this.impacts.get(backend) ?? []));
  }
}
