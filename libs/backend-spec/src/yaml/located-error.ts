import type { SpecError } from '../errors/spec-error.js';
import type { LineIndex } from './line-index.js';
import { maxReportedErrors } from './yaml-limits.js';

/** An error and the offset in the source where it stands. */
export interface LocatedError {
  readonly error: SpecError;
  readonly at: number;
}

/** Gives the errors their lines and columns, in the order of the document. */
export function withPositions(errors: readonly LocatedError[], lines: LineIndex): SpecError[] {
  return errors
    .toSorted((a, b) => a.at - b.at)
    .slice(0, maxReportedErrors)
    .map(({ error, at }) => ({ ...error, ...lines.positionOf(at) }));
}
