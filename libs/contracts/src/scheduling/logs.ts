import { z } from 'zod';
import { defineRequest } from '../request.js';

/** What `api` asks of a worker: log lines, streamed as core messages to `replyTo` until `{"end":true}`. */
export const logsInput = z.object({
  instance: z.string(),
  /** The last so many lines; all when left out. */
  tail: z.number().int().min(0).max(10_000).optional(),
  /** ISO 8601: only lines from this time on. */
  since: z.iso.datetime({ offset: true }).optional(),
  follow: z.boolean().default(false),
  replyTo: z.string(),
});

/** A worker stops sending to a reader that has not renewed for this long. */
export const logLeaseSeconds = 10;

export const logChunk = z.object({
  /** Counts the chunks of one answer from 1: a missing one shows that lines were lost on the way. */
  sequence: z.number().int().min(1),
  lines: z.array(z.object({ stream: z.enum(['stdout', 'stderr']), at: z.string().optional(), line: z.string() })),
  end: z.boolean(),
  error: z.string().optional(),
});
export type LogChunk = z.infer<typeof logChunk>;

/** Begins an answer and its first lease. */
export const workerLogs = (worker: string) =>
  defineRequest(
    `worker.${worker}.logs`,
    logsInput,
    z.object({ started: z.boolean(), source: z.enum(['container', 'last-exited']) }),
  );

/** The reader is still there: another lease. `going` is false where the worker does not send to it any more. */
export const renewLogs = (worker: string) =>
  defineRequest(`worker.${worker}.logs.renew`, z.object({ replyTo: z.string() }), z.object({ going: z.boolean() }));

/** Subject of the core message `StopLogs`: the reader has left. */
export const stopLogsSubject = (worker: string) => `worker.${worker}.logs.stop`;
export const stopLogs = z.object({ replyTo: z.string() });
