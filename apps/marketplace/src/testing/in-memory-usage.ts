import {
  err,
  ok,
  problemOf,
  type BackendDefinition,
  type ChangeImpact,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { Usage } from '../ports.js';

interface Use {
  readonly deployment: string;
  readonly backend: string;
  readonly version: string;
}

/** A scheduler whose deployments a test makes. */
export class InMemoryUsage implements Usage {
  private readonly uses: Use[] = [];
  /** While it is, nothing is answered. */
  away = false;

  /** Lets a deployment use a version of a backend. */
  use(deployment: string, backend: string, version: string): void {
    this.uses.push({ deployment, backend, version });
  }

  /** Ends a deployment. */
  end(deployment: string): void {
    const kept = this.uses.filter((use) => use.deployment !== deployment);
    this.uses.splice(0, this.uses.length, ...kept);
  }

  counts(): Promise<Result<ReadonlyMap<string, number>, Problem>> {
    const counts = new Map<string, number>();
    for (const { backend } of this.uses)
      counts.set(backend.toLowerCase(), (counts.get(backend.toLowerCase()) ?? 0) + 1);
    return this.answer(counts);
  }

  ofVersion(backend: string, version: string): Promise<Result<readonly string[], Problem>> {
    return this.answer(this.of(backend, version));
  }

  impact({ backend_name: backend }: BackendDefinition): Promise<Result<readonly ChangeImpact[], Problem>> {
    const uses = this.uses.filter((use) => use.backend.toLowerCase() === backend.toLowerCase());
    return this.answer(uses.map(impactOn));
  }

  /** The deployments that use a backend, or one version of it. */
  of(backend: string, version?: string): readonly string[] {
    return this.uses
      .filter((use) => use.backend.toLowerCase() === backend.toLowerCase())
      .filter((use) => version === undefined || use.version === version)
      .map(({ deployment }) => deployment);
  }

  private answer<T>(value: T): Promise<Result<T, Problem>> {
    return Promise.resolve(this.away ? err(problemOf('unavailable', 'The scheduler does not answer.')) : ok(value));
  }
}

const impactOn = ({ deployment, version }: Use): ChangeImpact => ({
  deployment,
  version,
  affected: true,
  runningRevision: 1,
  currentRevision: 1,
  outdated: false,
  stopped: false,
  placeable: true,
  reason: `${deployment} runs ${version}`,
});
