import type { Problem } from '@enginehouse/contracts';

const tooManyRequests = 429;
const serverErrors = 500;

/** Whether a moment later it may go well: where nobody answers. What a source holds does not get better by asking again. */
export const mayRetry = ({ status }: Problem): boolean => status === tooManyRequests || status >= serverErrors;
