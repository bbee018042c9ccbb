import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type BackendEvent, type Problem, type Result } from '@enginehouse/contracts';
import { takenAway } from '../domain/apply.decisions.js';
import type { LiveBackend } from '../domain/backend.js';
import { DEPLOYMENT_USAGE, type DeploymentUsage } from '../ports.js';

/** Keeps what deployments use: nothing in use disappears. */
@Injectable()
export class InUseGuard {
  constructor(@Inject(DEPLOYMENT_USAGE) private readonly usage: DeploymentUsage) {}

  async check(backend: LiveBackend, events: readonly BackendEvent[]): Promise<Result<null, Problem>> {
    const name = backend.definition.backend_name;
    const gone = takenAway(events);
    if (gone.backend) return this.free('backend-in-use', name);
    for (const version of gone.versions) {
      const free = await this.free('version-in-use', name, version);
      if (!free.ok) return free;
    }
    return ok(null);
  }

  private async free(code: 'backend-in-use' | 'version-in-use', name: string, version?: string) {
    const used = await this.usage.using(name, version);
    if (!used.ok) return err(cannotTell(used.error, name));
    if (used.value.length === 0) return ok(null);
    const what = version === undefined ? `Backend ${name}` : `Version ${JSON.stringify(version)} of ${name}`;
    const detail = `${what} is used by ${list(used.value)}.`;
    const hint = 'Delete these deployments first, or deprecate the version so that no new ones choose it.';
    return err(problemOf(code, detail, { hint, extra: { deployments: used.value } }));
  }
}

/** Not knowing is not the same as not in use. */
function cannotTell(problem: Problem, name: string): Problem {
  return problemOf('unavailable', `It cannot be told now whether deployments use ${name}: ${problem.detail}`, {
    hint: 'Nothing was changed. Try again when the scheduler answers.',
    retryAfterSeconds: problem.retryAfterSeconds ?? 5,
  });
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  const noun = names.length === 1 ? 'the deployment' : `${names.length} deployments:`;
  return names.length > 10 ? `${noun} ${shown} and ${names.length - 10} more` : `${noun} ${shown}`;
}
