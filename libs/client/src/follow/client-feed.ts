import { ok } from '@enginehouse/contracts';
import type { LogName } from '@enginehouse/contracts/http';
import type { Client } from '../http/client-types.js';
import type { LogFeed } from './ports.js';

const answerMs = 10_000;

/** A log's feed over HTTP. A follower knows itself when to ask again, so the client does not. */
export const clientFeed = (client: Pick<Client, 'events'>, log: LogName): LogFeed => ({
  read: async (range, signal) => {
    const timeoutMs = range.wait * 1000 + answerMs;
    const page = await client.events.events({ query: { log, ...range }, signal, timeoutMs, attempts: 1 });
    return page.ok ? ok(page.value.value) : page;
  },
});
