import { createHash } from 'node:crypto';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';

/** The entity tag of a revision: `"37"`; with the digest of an answer that changes without it: `"37-5e884898da280471"`. */
export const entityTag = (revision: number, answer?: string | Buffer): string =>
  answer === undefined ? `"${revision}"` : `"${revision}-${digestOf(answer)}"`;

const digestOf = (answer: string | Buffer): string => createHash('sha256').update(answer).digest('hex').slice(0, 16);

/** Reads `If-Match`: a revision, with or without quotes. `*` and no header at all mean any. */
export function expectedRevision(ifMatch: string | undefined): Result<number | undefined, Problem> {
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    return ok(undefined);
  }
  const digits = /^(?:W\/)?"?([1-9]\d{0,15})(?:-[0-9a-f]{16})?"?$/.exec(ifMatch.trim())?.[1];
  if (digits !== undefined && Number.isSafeInteger(Number(digits))) {
    return ok(Number(digits));
  }
  return err(
    headerProblem('If-Match', 'not a revision', 'Send the ETag of the answer that you based the change on: "37".'),
  );
}

/** Whether the client holds the answer with this tag already (`If-None-Match`). */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(tag) || tags.includes('*');
}

/** A request header that cannot be used, as a problem that names it. */
export function headerProblem(name: string, detail: string, hint: string): Problem {
  return problemOf('invalid-input', `${name}: ${detail}`, {
    errors: [{ code: 'invalid-header', path: [name], detail, hint }],
  });
}
