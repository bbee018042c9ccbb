import { feedPage, logName, logReport, type LogName } from '../index.js';
import { z } from 'zod';
import { wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

export { logName, type LogName };

/** What a stream of events says of a log that does not answer, and of one that does again; `event: log`. */
export const logAvailability = z.object({
  log: logName,
  state: z.enum(['away', 'back']),
  detail: z.string().optional(),
});
export type LogAvailability = z.infer<typeof logAvailability>;

/** What was found in the logs. `ok` where each of them was checked and is what was written. */
export const logReports = z.object({
  ok: z.boolean(),
  logs: z.array(logReport),
  unchecked: z
    .array(z.object({ log: logName, detail: z.string() }))
    .default([])
    .describe('Logs whose service did not answer'),
});
export type LogReports = z.infer<typeof logReports>;

/** The logs. */
export const eventRoutes = {
  events: defineRoute({
    method: 'GET',
    path: '/v1/events',
    operation: 'readEvents',
    tag: 'events',
    summary: 'Reads a log page by page, or follows one or all with `Accept: text/event-stream`',
    access: 'viewer',
    query: z
      .object({
        log: logName.optional().describe('Needed for pages; left out of a stream: all logs'),
        after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
          .optional()
          .describe('Position already known. Default: 0 for pages, the present for a stream'),
        limit: wholeNumber(1, 1000).default(100),
        wait: wholeNumber(0, 30).default(0).describe('Seconds to wait for an event where there is none yet'),
      })
      .strict(),
    answer: {
      status: 200,
      description:
        'A page of events. As a stream: ids such as `catalog-12` (of every log that is followed, comma-separated: `catalog-12,scheduling-34`), to be sent back as `Last-Event-ID`; `event: log` says that a log does not answer while the others go on (`away`), and that it is there again (`back`)',
      schema: feedPage,
      types: ['text/event-stream'],
    },
    errors: [],
  }),
  verify: defineRoute({
    method: 'POST',
    path: '/v1/log/verify',
    operation: 'verifyLogs',
    tag: 'events',
    summary: 'Checks the hash chains of all logs from their first event',
    access: 'operator',
    answer: {
      status: 200,
      description: 'What was found in each log',
      schema: logReports,
    },
    errors: [],
  }),
} satisfies Record<string, Route>;
