import { closest } from '@enginehouse/backend-spec';
import { problemOf, ProblemError, sourceView, type SourceView } from '@enginehouse/contracts';
import { listOf } from '../../../answers.js';
import { path } from '../../../command.js';
import type { Session } from '../../../session.js';

/** All sources. */
export async function readSources(session: Session): Promise<{ raw: unknown; items: readonly SourceView[] }> {
  const { raw, value } = await session.api.typed(listOf(sourceView), 'GET', '/v1/marketplace/sources');
  return { raw, items: value.items };
}

/** One source; where there is none of that name, the one that was likely meant is named. */
export async function readSource(session: Session, name: string): Promise<{ raw: unknown; value: SourceView }> {
  try {
    return await session.api.typed(sourceView, 'GET', path`/v1/marketplace/sources/${name}`);
  } catch (error) {
    throw await withSuggestion(session, name, error);
  }
}

/** The error, and where it says that there is no such source, the one that was likely meant. */
export async function withSuggestion(session: Session, name: string, error: unknown): Promise<unknown> {
  if (!(error instanceof ProblemError) || !isUnknown(error.problem.code)) return error;
  const names = await readSources(session)
    .then(({ items }) => items.map((each) => each.name))
    .catch(() => []);
  const near = closest(name, names);
  const hint =
    near === undefined ? `There are: ${names.join(', ') || 'none yet'}.` : `Did you mean ${near}? ${listHint}`;
  return new ProblemError(problemOf('source-not-found', `There is no source ${JSON.stringify(name)}.`, { hint }));
}

/** A name that no source can have is one that no source has. */
const isUnknown = (code: string): boolean => code === 'source-not-found';
const listHint = '`enginehouse market source list` shows all.';
