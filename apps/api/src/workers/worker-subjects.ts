import { factSubject, heartbeatSubject, progressSubject } from '@enginehouse/contracts';

/** Where a worker sends the log lines that the api asked it for. */
export const logReplySubject = (worker: string, request: string): string => `logs.${worker}.${request}`;

/** Everything a worker may publish and subscribe to: its own subjects. Answers to requests are allowed one by one. */
export function workerSubjects(worker: string): { readonly publish: string[]; readonly subscribe: string[] } {
  return {
    publish: [
      heartbeatSubject(worker),
      factSubject(worker, '*', '*'),
      progressSubject(worker, '*'),
      logReplySubject(worker, '*'),
      `scheduler.worker.${worker}.>`,
    ],
    subscribe: [`worker.${worker}.>`, `_INBOX.w-${worker}.>`],
  };
}
