import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';

/** Less than what the api waits for an answer. */
const patienceMs = 4000;

/** What was asked of the job store, or the problem that it does not answer. */
export async function withJobStore<T>(work: () => Promise<T>, afterMs = patienceMs): Promise<Result<T, Problem>> {
  try {
    return ok(await withDeadline({ afterMs }, work));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(
      problemOf('unavailable', `Syncs cannot be asked for now: ${why}.`, {
        hint: 'Check PostgreSQL (or Redis, where REDIS_URL is set); /readyz of the marketplace service tells which. Try it again then.',
        retryAfterSeconds: 2,
      }),
    );
  }
}
