import type { Problem } from '@enginehouse/contracts';

/** A problem with what it is about in front: a file, a backend. */
export function about(what: string, problem: Problem): Problem {
  return what === '' ? problem : { ...problem, detail: `${what}: ${problem.detail}` };
}
