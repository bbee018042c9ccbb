import { closest } from '@enginehouse/backend-spec';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import { z } from 'zod';
import { listOf } from '../../answers.js';
import type { Session } from '../../session.js';

const named = z.object({ name: z.string() });

/** Refuses a name that no token of the list has. */
export async function findToken(
  session: Session,
  address: '/v1/tokens' | '/v1/join-tokens',
  name: string,
): Promise<void> {
  const { value } = await session.api.typed(listOf(named), 'GET', address);
  const names = value.items.map((token) => token.name);
  if (names.includes(name)) return;
  const near = closest(name, names);
  throw new ProblemError(
    problemOf('token-not-found', `There is no token ${JSON.stringify(name)}.`, {
      hint: near === undefined ? `There are: ${names.join(', ') || 'none'}.` : `Did you mean ${near}?`,
    }),
  );
}
