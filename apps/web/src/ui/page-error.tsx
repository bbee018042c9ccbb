import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemAlert } from './problem-alert.js';

/** A page that could not be drawn, or whose code could not be fetched. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return <ProblemAlert error={error} onRetry={reset} />;
}
