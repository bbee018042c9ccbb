import { ProblemError } from '@enginehouse/contracts';

/** What was asked for was done and did not turn out well: a deployment that failed, a log that was tampered with. */
export class FailedError extends ProblemError {}
