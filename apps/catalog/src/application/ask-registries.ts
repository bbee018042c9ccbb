import { err, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import type { ImageRegistry } from '../ports.js';
import { atMost } from './at-most.js';

const atOnce = 6;

/** What tags mean now. All are asked about side by side; those without an answer within `afterMs` have none. */
export async function askRegistries(
  registry: ImageRegistry,
  tags: readonly string[],
  { afterMs, fresh }: { readonly afterMs: number; readonly fresh: boolean },
): Promise<ReadonlyMap<string, Result<string, Problem>>> {
  const endsAt = Date.now() + afterMs;
  const distinct = [...new Set(tags)];
  const answers = await atMost(atOnce, distinct, (tag) => {
    const left = Math.max(1, endsAt - Date.now());
    return withDeadline({ afterMs: left }, () => registry.currentDigest(tag, { fresh })).catch((error: unknown) =>
      err(noAnswer(tag, afterMs, error)),
    );
  });
  return new Map(distinct.flatMap((tag, index) => (answers[index] ? [[tag, answers[index]] as const] : [])));
}

function noAnswer(tag: string, afterMs: number, error: unknown): Problem {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const why = isLate ? `nothing was known about it within ${afterMs} ms` : String(error);
  return problemOf('registry-unavailable', `${tag} could not be looked up: ${why}.`, { retryAfterSeconds: 5 });
}
