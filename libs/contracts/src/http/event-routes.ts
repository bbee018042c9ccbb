import { feedPage, logReport } from '../index.js';
import { z } from 'zod';
import { wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

/** The two logs, as clients name them. */
export const logName = z.enum(['catalog', 'scheduling']);
export type LogName = z.infer<typeof logName>;

/** The two logs. */
export const eventRoutes = {
  events: defineRoute({
    method: 'GET',
    path: '/v1/events',
    operation: 'readEvents',
    tag: 'events',
    summary: 'Reads a log page by page, or follows one or both with `Accept: text/event-stream`',
    access: 'viewer',
    query: z
      .object({
        log: logName.optional().describe('Needed for pages; left out of a stream: both logs'),
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
        'A page of events. As a stream: ids `catalog-12` and `scheduling-34` (both, comma-separated, when both logs are followed), to be sent back as `Last-Event-ID`',
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
    summary: 'Checks the hash chains of both logs from their first event',
    access: 'operator',
    answer: {
      status: 200,
      description: 'What was found in each log',
      schema: z.object({ ok: z.boolean(), logs: z.array(logReport) }),
    },
    errors: [],
  }),
} satisfies Record<string, Route>;
