import { problemOf, type Problem } from '@enginehouse/contracts';

/** The server could not be reached at all: what a browser calls "Failed to fetch". */
export const noServer = (error: unknown): Problem =>
  problemOf('unavailable', `Enginehouse does not answer: ${error instanceof Error ? error.message : String(error)}.`, {
    hint: 'Try again in a moment.',
  });
