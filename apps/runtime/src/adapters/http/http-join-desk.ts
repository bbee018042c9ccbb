import {
  err,
  joinAnswer,
  ok,
  problem,
  problemOf,
  type JoinAnswer,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import type { JoinDesk } from '../../ports.js';

const timeoutMs = 10_000;

/** Joins over the control plane's HTTP API, the only thing a worker needs of it. */
export class HttpJoinDesk implements JoinDesk {
  constructor(private readonly apiUrl: string) {}

  async join(request: {
    readonly token: string;
    readonly name: string;
    readonly publicKey: string;
  }): Promise<Result<JoinAnswer, Problem>> {
    try {
      return await withDeadline({ afterMs: timeoutMs }, async (signal) => {
        const response = await fetch(new URL('/v1/workers/join', this.apiUrl), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
          signal,
          redirect: 'error',
        });
        return read(response.status, await response.json());
      });
    } catch (error) {
      return err(problemOf('unavailable', `the api at ${this.apiUrl} does not answer: ${words(error)}`));
    }
  }
}

function read(status: number, body: unknown): Result<JoinAnswer, Problem> {
  const answer = joinAnswer.safeParse(body);
  if (status < 300 && answer.success) {
    return ok(answer.data);
  }
  const refusal = problem.safeParse(body);
  return err(
    refusal.success ? refusal.data : problemOf('unavailable', `the api answered ${status} to the join request`),
  );
}

function words(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
