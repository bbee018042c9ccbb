import { z } from 'zod';
import { catalog } from './backend/requests.js';
import { marketplace } from './marketplace/requests.js';
import { scheduling } from './scheduling/requests.js';

/**
 * The logs that others may follow: where their events are found, their `ce-source`, and how their service is asked for
 * them. Everything that knows several logs knows them from here, in this order; a further log is a further line.
 */
export const logs = {
  catalog: { stream: 'CATALOG', source: '/catalog', feed: catalog.feed, verify: catalog.verifyLog },
  scheduling: { stream: 'SCHEDULING', source: '/scheduling', feed: scheduling.feed, verify: scheduling.verifyLog },
  marketplace: { stream: 'MARKETPLACE', source: '/marketplace', feed: marketplace.feed, verify: marketplace.verifyLog },
} as const;

/** A log, as clients name it. */
export type LogName = keyof typeof logs;
export const logName = z.enum(Object.keys(logs) as [LogName, ...LogName[]]);

/** Something for every log. */
export const perLog = <T>(make: (log: LogName) => T): Readonly<Record<LogName, T>> =>
  Object.fromEntries(logName.options.map((log) => [log, make(log)])) as Record<LogName, T>;

/** The names of the logs in a sentence: `catalog, scheduling or marketplace`. */
export const logNames: string = logName.options.join(', ').replace(/, (\w+)$/, ' or $1');
