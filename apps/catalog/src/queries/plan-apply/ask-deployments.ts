import { err, ok, problemOf, type PlannedChange, type Problem, type Result } from '@enginehouse/contracts';
import type { DeploymentForesight } from '../../ports.js';
import type { Draft, Question } from './draft.js';

/** Asks about the deployments for one plan. A scheduler that did not answer once is not waited for again. */
export class AskDeployments {
  private away: Problem | undefined;

  constructor(private readonly deployments: DeploymentForesight) {}

  async complete({ item, question }: Draft): Promise<PlannedChange> {
    if (!question) return item;
    const impact = await this.impactOf(question);
    const free = await this.free(question);
    return { ...item, ...impact, ...(free.ok ? {} : { action: 'refused', problem: free.error }) };
  }

  private async impactOf({ backend, definition }: Question): Promise<Pick<PlannedChange, 'impact' | 'impactUnknown'>> {
    const answer = await this.ask(() => this.deployments.impactOf(backend, definition));
    if (!answer.ok) return { impact: [], impactUnknown: answer.error.detail };
    return { impact: [...answer.value] };
  }

  /** The refusals that the removal itself would meet, without holding anything. */
  private async free({ backend, gone }: Question): Promise<Result<null, Problem>> {
    if (gone.backend) {
      const used = await this.ask(() => this.deployments.using(backend));
      if (!used.ok) return err(cannotTell(used.error, backend));
      return used.value.length > 0 ? err(inUse('backend-in-use', `Backend ${backend}`, used.value)) : ok(null);
    }
    for (const version of gone.versions) {
      const used = await this.ask(() => this.deployments.using(backend, version));
      if (!used.ok) return err(cannotTell(used.error, backend));
      const what = `Version ${JSON.stringify(version)} of ${backend}`;
      if (used.value.length > 0) return err(inUse('version-in-use', what, used.value));
    }
    return ok(null);
  }

  private async ask<T>(question: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
    if (this.away) return err(this.away);
    const answer = await question();
    if (!answer.ok) this.away = answer.error;
    return answer;
  }
}

const inUseHint = 'Delete these deployments first, or keep what they use; a deprecated version gets no new ones.';
const mostNamed = 10;

function inUse(code: 'backend-in-use' | 'version-in-use', what: string, deployments: readonly string[]): Problem {
  const more = deployments.length > mostNamed ? ` and ${deployments.length - mostNamed} more` : '';
  const noun = deployments.length === 1 ? 'the deployment' : `${deployments.length} deployments:`;
  const detail = `${what} is used by ${noun} ${deployments.slice(0, mostNamed).join(', ')}${more}.`;
  return problemOf(code, detail, { hint: inUseHint, extra: { deployments: deployments.slice(0, 100) } });
}

/** Not knowing is not the same as not in use. */
const cannotTell = (problem: Problem, name: string): Problem =>
  problemOf('unavailable', `It cannot be told now whether deployments use ${name}: ${problem.detail}`, {
    hint: 'What deployments may use is not removed. Try again when the scheduler answers.',
    retryAfterSeconds: problem.retryAfterSeconds ?? 5,
  });
