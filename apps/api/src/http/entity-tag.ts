import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';

/** The entity tag of a revision: `"37"`. */
export const entityTag = (revision: number): string => `"${revision}"`;

/** Reads `If-Match`: a revision, with or without quotes. `*` and no header at all mean any. */
export function expectedRevision(ifMatch: string | undefined): Result<number | undefined, Problem> {
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    return ok(undefined);
  }
  const digits = /^(?:W\/)?"?([1-9]\d{0,15})"?$/.exec(ifMatch.trim())?.[1];
  if (digits !== undefined && Number.isSafeInteger(Number(digits))) {
    return ok(Number(digits));
  }
  return err(
    headerProblem('If-Match', 'not a revision', 'Send the ETag of the answer that you based the change on: "37".'),
  );
}

/** Whether the client holds this revision already (`If-None-Match`). */
export function isKnown(ifNoneMatch: string | undefined, revision: number): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags?.includes(entityTag(revision)) ?? false;
}

/** A request header that cannot be used, as a problem that names it. */
export function headerProblem(name: string, detail: string, hint: string): Problem {
  return problemOf('invalid-input', `${name}: ${detail}`, {
    errors: [{ code: 'invalid-header', path: [name], detail, hint }],
  });
}
